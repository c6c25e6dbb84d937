import { mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { api } from "../test/api.ts";
import { linksTo } from "./layout.ts";
import { pagesOf } from "./pages.ts";

const pages = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const group = ["Guides", "Plants", "Pots"][index % 3] ?? "";
    return { file: `${index}.html`, group, title: `Page ${index}`, description: "", content: () => [] };
  });

test("the navigation leads to all pages", () => {
  expect(linksTo(pages(99), "Pots").match(/<li>/g)).toHaveLength(99);
});

test("the navigation of a large site leads to the guides, the pages of one tag and the other tags", () => {
  const links = linksTo(pages(300), "Pots");
  expect(links.match(/<li>/g)).toHaveLength(200);
  expect(links).toContain('<h2><a href="1.html">Plants</a></h2>');
});

test("what an editor keeps beside a guide is no page", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "guides-"));
  for (const name of ["10-first.md", "10-first.md~", ".10-first.md.swp", "#10-first.md#", ".DS_Store"])
    writeFileSync(join(folder.path, name), "# First\n\nText.\n");
  symlinkSync("someone@here.4711", join(folder.path, ".#10-first.md"));
  const files = pagesOf(api, pathToFileURL(`${folder.path}/`)).map(({ file }) => file);
  expect(files).toStrictEqual(["first.html", ...api.operations.map(({ id }) => `${id}.html`)]);
});
