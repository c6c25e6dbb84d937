import { expect, test } from "vitest";
import { plain, toHtml } from "./markdown.ts";

test("what looks like HTML in a description is shown, and does nothing", () => {
  const text = "Takes <id>, <script>alert(1)</script> and <b>.";
  expect(toHtml([text])).toBe(
    "<p>Takes &lt;id&gt;, &lt;script&gt;alert(1)&lt;/script&gt; and &lt;b&gt;.</p>\n",
  );
  expect(plain(text)).toBe(text);
});
