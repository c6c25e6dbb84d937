import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a compiler that ends fails the check, and nothing else", () => {
  const script = fileURLToPath(new URL("../test/without-compiler.ts", import.meta.url));
  expect(execFileSync(process.execPath, [script], { encoding: "utf8" })).toBe("the check failed\n");
});
