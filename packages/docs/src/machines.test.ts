import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { readApi } from "@qoder/work-codegen";
import { expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { files, pages, read, words } from "../test/built.ts";
import { plain } from "./markdown.ts";
import { remembered } from "./remembered.ts";
import { fileOf, samplesOf } from "./samples.ts";
import { dist } from "./serve.ts";

vi.setConfig({ testTimeout: 60_000 });

test("no page asks another host for anything, and each allows only its own scripts and styles", async () => {
  for (const page of [...pages, "redoc.html"]) {
    const html = await read(page);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    expect(policy, page).toContain("default-src 'none'");
    expect(policy, page).not.toContain("unsafe-eval");
    expect(policy.replace(/style-src[^;]*/, ""), page).not.toContain("unsafe-inline");
    if (page !== "redoc.html") expect(policy, page).not.toContain("unsafe-inline");
    const head = html.slice(0, html.indexOf("</head>"));
    expect(head, page).not.toMatch(/<(?:script|link rel="(?!canonical))[^>]*(?:src|href)="https?:/);
  }
});

test("each page has a twin in Markdown with the same words, and programs find all of them", async () => {
  const index = await read("llms.txt");
  expect(index).toMatch(
    /packages @qoder\/work-client \S+, @qoder\/work-mock \S+, @qoder\/work-cli \S+\. All/,
  );
  const sitemap = await read("sitemap.xml");
  const full = await read("llms-full.txt");
  for (const page of pages.filter((file) => file !== "404.html")) {
    const markdown = await read(`${page}.md`);
    expect(await read(page.replace(/html$/, "md"))).toBe(markdown);
    const tags = markdown.replaceAll(/^```[\s\S]*?^```|`[^`\n]+`/gm, "").match(/<(?!!--)[a-z]+[ >]/g) ?? [];
    for (const tag of tags) expect(api.json).toContain(tag); // in a description
    const title = /^# (.+)$/m.exec(markdown)?.[1] as string;
    expect(await words(page)).toContain(plain(title));
    expect(index).toContain(`[${title}](${api.site}${page}.md)`);
    expect(full).toContain(markdown);
    expect(sitemap).toContain(`<loc>${api.site}${page === "index.html" ? "" : page}</loc>`);
  }
});

test("the head of a page tells search engines what it is", async () => {
  for (const page of pages.filter((file) => file !== "404.html")) {
    const html = await read(page);
    expect(html).toContain(`<link rel="canonical" href="${api.site}${page === "index.html" ? "" : page}">`);
    expect(html).toMatch(/<meta property="og:title" content=".+">/);
    const [, image = ""] = /<meta property="og:image" content="([^"]+)">/.exec(html) ?? [];
    expect(image.startsWith(api.site)).toBe(true);
    expect(files).toContain(image.slice(api.site.length));
    expect(html).toMatch(/<meta name="description" content=".+">/);
    const type =
      page === "index.html" ? "WebSite" : /^[a-z]+[A-Z]/.test(page) ? "APIReference" : "TechArticle";
    const data = JSON.parse(
      /<script type="application\/ld\+json">([\s\S]+?)<\/script>/.exec(html)?.[1] as string,
    );
    expect(data).toMatchObject({
      "@context": "https://schema.org",
      "@type": type,
      version: api.info.version,
    });
  }
});

test("the document for download is the spec in one piece, the same in both formats", async () => {
  const { default: document } = await import(join(dist, "openapi.json"), { with: { type: "json" } });
  expect(document.info.version).toBe(api.info.version);
  expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#)/);
  const fromYaml = await readApi(join(dist, "openapi.yaml"), { rules: "openapi" });
  expect(fromYaml.document).toEqual(document);
});

test("a page is at most 20 kB, with its styles and scripts", async () => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }; // the best takes 30 times as long, and 10 % less space
  const size = remembered(async (file) => brotliCompressSync(await read(file), { params }).length);
  for (const page of pages) {
    const html = await read(page);
    const parts = [...html.matchAll(/(?:<script src|<link rel="stylesheet" href)="(?:\/.*\/)?([\w.-]+)"/g)];
    expect(parts.length).toBeGreaterThan(1);
    const sizes = await Promise.all([page, ...parts.map(([, file = ""]) => file)].map(size));
    expect(
      sizes.reduce((sum, one) => sum + one),
      page,
    ).toBeLessThan(20_000);
  }
});

test("programs find the samples of each operation in the document, and as files", async () => {
  expect(await read("llms.txt")).toContain("x-codeSamples");
  const document = await read("openapi.json");
  for (const operation of api.operations) {
    expect(document).toContain(`work.${operation.id}(`);
    const page = await read(`${operation.id}.md`);
    for (const sample of samplesOf(api, operation)) {
      const file = fileOf(operation, sample);
      expect(page).toContain(`[${sample.label}](${file})`);
      expect(await read(file)).toBe(`${sample.source}\n`);
    }
  }
});

test("search engines do not keep the page for a wrong address", async () => {
  const html = await read("404.html");
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(html).not.toMatch(/canonical|ld\+json/);
});

test("every page says which versions it documents", async () => {
  for (const page of pages) {
    expect(await read(page)).toMatch(
      new RegExp(
        `Documents the API ${api.info.version}, @qoder/work-client \\S+, @qoder/work-mock \\S+, @qoder/work-cli \\S+`,
      ),
    );
  }
});
