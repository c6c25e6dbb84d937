import { expect, test } from "vitest";
import { linksTo } from "./layout.ts";

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
