import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a compiler that ends does not end what uses it", () => {
  const script = fileURLToPath(new URL("../test/without-compiler.ts", import.meta.url));
  expect(execFileSync(process.execPath, [script], { encoding: "utf8" })).toBe("closed\n");
});
