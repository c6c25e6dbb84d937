import { expect, test } from "vitest";
import { releases } from "./changelog.ts";
import { print } from "./content.ts";

test("versions have headings of their own, and no id is used twice", () => {
  const text = "# a\n\n## 0.2.0\n\n### Minor Changes\n\n- Two.\n\n## 0.1.0\n\n### Minor Changes\n\n- One.\n";
  const html = print([...releases("@a/client", text), ...releases("@a/mock", text)]).html;
  expect([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).toStrictEqual([
    "a-client-0.2.0",
    "a-client-0.1.0",
    "a-mock-0.2.0",
    "a-mock-0.1.0",
  ]);
  expect(html).toContain("<strong>Minor Changes</strong>");
});
