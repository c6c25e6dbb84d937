import { readFileSync } from "node:fs";
import { WorkError } from "@qoder/work-client";
import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { exitCodeOf, exitCodes, explain } from "./failure.ts";

test.each([
  [new WorkError("api", "", { status: 401 }), 3],
  [new WorkError("api", "", { status: 403 }), 3],
  [new WorkError("api", "", { status: 404 }), 4],
  [new WorkError("api", "", { status: 400, type: "invalid_request_error" }), 1],
  [new WorkError("api", "", { status: 400 }), 5],
  [new WorkError("api", "", { status: 500, type: "api_error" }), 5],
  [new WorkError("decode", "", { status: 200 }), 5],
  [new WorkError("connection", ""), 6],
  [new WorkError("timeout", "", { timeout: "attempt" }), 6],
  [new WorkError("argument", ""), 2],
  [new Error("a bug"), 1],
  [new CommanderError(1, "commander.unknownOption", ""), 2],
  [new WorkError("state", ""), 7],
  [new CommanderError(0, "commander.helpDisplayed", ""), 0],
])("%j exits with %i", (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test("a refused token is explained", () => {
  expect(explain(new WorkError("api", "401", { status: 401 }))).toContain("Check the token in QODER_PAT.");
});

test("a timeout is explained by the error before, unless that is only the last read that was cut off", () => {
  const timeout = (cause: WorkError) => explain(new WorkError("timeout", "gave up", {}, { cause }));
  expect(timeout(new WorkError("api", "503", { status: 503 }))).toContain(
    "gave up. The last error: 503. See",
  );
  expect(timeout(new WorkError("timeout", "cut off", { timeout: "total" }))).toContain("gave up. See");
});

test("an error of the API leads to its section of the docs, another to that of its kind", () => {
  const section = (error: WorkError) => explain(error).split(" See ")[1]?.split("#")[1];
  expect(section(new WorkError("api", "404", { status: 404, type: "not_found_error" }))).toBe(
    "not_found_error",
  );
  expect(section(new WorkError("timeout", "slow"))).toBe("timeout");
  expect(explain(new Error("a bug"))).toBe("a bug");
});

test("the README lists the exit codes", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const rows = [...readme.matchAll(/^\| (\d.*?) \| (.*) \|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(rows.map((row) => row.map((cell) => cell?.replaceAll("`", "")))).toStrictEqual(exitCodes);
});
