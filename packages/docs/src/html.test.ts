import { expect, test } from "vitest";
import { htmlOf, pageOf } from "./html.ts";
import { markdownOf } from "./markdown.ts";
import { heading, parse, plain } from "./tree.ts";

const shown = (markdown: string) => htmlOf(pageOf(parse(markdown)));

test("what looks like HTML in a description is shown, and does nothing", () => {
  const text = "Takes <id>, <script>alert(1)</script> and <b>.";
  expect(shown(text)).toBe("<p>Takes &#x3C;id>, &#x3C;script>alert(1)&#x3C;/script> and &#x3C;b>.</p>");
  expect(shown("<div onclick=x>\n\n<!-- a -->")).toBe("<p>&#x3C;div onclick=x></p>\n<p>&#x3C;!-- a --></p>");
  expect(plain(text)).toBe(text);
  expect(plain(markdownOf(parse(text)))).toBe(text);
});

test("headings with the same words have ids of their own, and ours stay", () => {
  const nodes = [...parse("### Notes\n\n### Errors\n\n### Notes\n\n### ?"), heading(2, "Errors", "errors")];
  const html = htmlOf(pageOf(nodes));
  expect(
    [...html.matchAll(/ id="([^"]+)"><a class="anchor" href="#([^"]+)"/g)].map(([, ...ids]) => ids),
  ).toStrictEqual(["notes", "errors-1", "notes-1", "section", "errors"].map((id) => [id, id]));
});

test("Markdown keeps names whole, and leads to Markdown", () => {
  const text =
    "From stopped_at and `env_`, see [errors](errors.html#not_found_error) and [a](https://a.example/b.html).\n";
  expect(markdownOf(parse(text))).toBe(text.replace("errors.html", "errors.html.md"));
  expect(markdownOf(parse("It is \\_not_ and \\*not*."))).toBe("It is \\_not_ and \\*not\\*.\n");
});
