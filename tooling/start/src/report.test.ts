import { expect, test } from "vitest";
import { reporter } from "./report.mjs";

const line = (source: string, text: string) => JSON.stringify({ source, level: "info", timestamp: 1, text });

/** The lines printed of a run of two packages; the second ends with the given lines. */
function printed(...end: string[]): string {
  const lines: string[] = [];
  const report = reporter((text: string) => lines.push(text));
  const miss = line("@qoder/work-a#test", "cache miss, executing 42a13ac95a4ca95f");
  const start = [line("turbo", "   • turbo 2.11.11"), miss, line("@qoder/work-a#test", " RUN  v5.1.1 /a")];
  const tests = line("@qoder/work-a#test", "      Tests  23 passed (23)");
  for (const text of [...start, line("@qoder/work-b#test", " RUN  v5.1.1 /b"), tests, ...end]) report(text);
  return lines.join("\n");
}

test("what runs is a line, what has passed another, and the sum comes with turbo's summary", () => {
  expect(
    printed(
      line("@qoder/work-b#test", "      Tests  7 passed | 1 skipped (8)"),
      line("turbo", " Tasks:    2 successful, 2 total"),
      line("turbo", "Cached:    1 cached, 2 total"),
    ),
  ).toBe(`  a         test
  a         Tests  23 passed (23)
  b         Tests  7 passed | 1 skipped (8)
 Tests:    30 passed
 Tasks:    2 successful, 2 total
Cached:    1 cached, 2 total`);
});

test("of a task that failed, all is printed, and nothing of the others", () => {
  const text = printed(
    line("@qoder/work-b#test", "AssertionError: expected 1 to be 2"),
    line("@qoder/work-b#test", "      Tests  1 failed | 6 passed (7)"),
    line("turbo", "Failed:    @qoder/work-b#test"),
    " ERROR  run failed: command  exited (1)",
  );
  expect(text).toMatch(/\n@qoder\/work-b#test\n RUN {2}v5\.1\.1 \/b\nAssertionError: expected 1 to be 2\n/);
  expect(text).toContain("Failed:    @qoder/work-b#test\n ERROR  run failed");
  expect(text).not.toContain("/a\n");
});
