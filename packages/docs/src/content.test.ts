import { expect, test } from "vitest";
import { heading, print } from "./content.ts";
import { code, plain } from "./markdown.ts";

const shown = (markdown: string) => print([markdown]).html.trimEnd();
const markdownOf = (markdown: string) => print([markdown]).markdown;

test("what looks like HTML in a description is shown, and does nothing", () => {
  const text = "Takes <id>, <script>alert(1)</script> and <b>.";
  expect(shown(text)).toBe("<p>Takes &lt;id&gt;, &lt;script&gt;alert(1)&lt;/script&gt; and &lt;b&gt;.</p>");
  expect(shown("<div onclick=x>\n\n<!-- a -->")).toBe(
    "<p>&lt;div onclick=x&gt;</p>\n<p>&lt;!-- a --&gt;</p>",
  );
  expect(plain(text)).toBe(text);
  expect(plain(markdownOf(text))).toBe(text);
});

test("entities are the signs that they stand for, but not in code", () => {
  const { html, places } = print(["R&amp;D &lt;3 &#x2014; AT&T, `&amp;`"]);
  expect(places).toStrictEqual([{ text: "R&D <3 — AT&T, &amp;" }]);
  expect(html).toBe("<p>R&amp;D &lt;3 — AT&amp;T, <code>&amp;amp;</code></p>\n");
});

test("headings with the same words have ids of their own, and ours stay", () => {
  const { html } = print(["### Notes\n\n### Errors\n\n### Notes\n\n### ?", heading(2, "Errors", "errors")]);
  expect(
    [...html.matchAll(/ id="([^"]+)"><a class="anchor" href="#([^"]+)"/g)].map(([, ...ids]) => ids),
  ).toStrictEqual(["notes", "errors-1", "notes-1", "section", "errors"].map((id) => [id, id]));
});

test("Markdown keeps names whole, and leads to Markdown", () => {
  const text =
    "From stopped_at and `env_`, see [errors](errors.html#not_found_error) and [a](https://a.example/b.html).\n";
  expect(markdownOf(text)).toBe(text.replace("errors.html", "errors.html.md"));
  expect(markdownOf("It is \\_not_ and \\*not*.")).toBe("It is \\_not_ and \\*not*.\n");
});

test.each(["a", "a`b", "``", "|", "<b>", "*a* _b_"])("code in a line can be %j", (text) => {
  expect(shown(code(text)).replace("&lt;b&gt;", "<b>")).toBe(`<p><code>${text}</code></p>`);
});
