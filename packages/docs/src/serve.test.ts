import { afterEach, expect, test, vi } from "vitest";
import { serveDocs } from "./serve.ts";

// The next file of tests has the same modules.
afterEach(() => {
  vi.doUnmock("node:fs");
  vi.resetModules();
});

test("a taken port is refused with its code, and a closed server answers no more", async () => {
  const docs = await serveDocs();
  await expect(serveDocs({ port: Number(new URL(docs.url).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  expect((await fetch(docs.url)).status).toBe(200);
  await docs.close();
  await expect(fetch(docs.url)).rejects.toThrow("fetch failed");
});

test("only with `live`, the script of each page follows the server, which every page may ask", async () => {
  await using plain = { docs: await serveDocs(), [Symbol.asyncDispose]: () => plain.docs.close() };
  await using live = {
    docs: await serveDocs({ live: true }),
    [Symbol.asyncDispose]: () => live.docs.close(),
  };
  const page = async ({ docs }: typeof plain, path: string) => (await fetch(`${docs.url}/${path}`)).text();
  for (const path of ["", "errors", "getWorkItem.html", "redoc.html"]) {
    const served = await page(live, path);
    expect(served).toBe(await page(plain, path));
    expect(served).toContain('<script src="site.js" defer></script>');
    expect(/Security-Policy" content="([^"]+)"/.exec(served)?.[1]).toMatch(/connect-src 'self'/);
  }
  const script = await page(plain, "site.js");
  expect(script).not.toContain("live-reload");
  const followed = await fetch(`${live.docs.url}/site.js`);
  expect(followed.headers.get("content-type")).toMatch("javascript");
  expect((await followed.text()).replace(script, "")).toMatch(/^\s*\{[\s\S]*"\/live-reload"/);
  expect((await fetch(`${plain.docs.url}/live-reload`)).status).toBe(404);
});

test("a request while the site is made anew does not end the server", async () => {
  vi.resetModules();
  vi.doMock("node:fs", async (original) => {
    const fs = await original<typeof import("node:fs")>();
    const isGone = (file: string) => /(404\.html|site\.js)$/.test(file);
    return {
      ...fs,
      existsSync: (file: string) => !isGone(file) && fs.existsSync(file),
      readFileSync(file: string, encoding: "utf8") {
        if (isGone(file)) throw new Error(`There is no ${file}.`);
        return fs.readFileSync(file, encoding);
      },
    };
  });
  const { serveDocs: serve } = await import("./serve.ts");
  const docs = await serve({ live: true });
  expect((await fetch(`${docs.url}/nothing`)).status).toBe(404);
  expect((await fetch(`${docs.url}/site.js`)).status).toBe(200);
  await docs.close();
});

test("docs that are not built are refused with what to do", async () => {
  vi.resetModules();
  vi.doMock("node:fs", async (original) => ({ ...(await original<object>()), existsSync: () => false }));
  const unbuilt = await import("./serve.ts");
  await expect(unbuilt.serveDocs()).rejects.toThrow("run `pnpm build` first");
});
