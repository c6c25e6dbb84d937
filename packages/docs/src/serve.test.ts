import { expect, test, vi } from "vitest";
import { serveDocs } from "./serve.ts";

test("a taken port is refused with its code, and a closed server answers no more", async () => {
  const docs = await serveDocs();
  await expect(serveDocs({ port: Number(new URL(docs.url).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  expect((await fetch(docs.url)).status).toBe(200);
  await docs.close();
  await expect(fetch(docs.url)).rejects.toThrow("fetch failed");
});

test("docs that are not built are refused with what to do", async () => {
  vi.resetModules();
  vi.doMock("node:fs", () => ({ existsSync: () => false }));
  const unbuilt = await import("./serve.ts");
  await expect(unbuilt.serveDocs()).rejects.toThrow("run `pnpm build` first");
});
