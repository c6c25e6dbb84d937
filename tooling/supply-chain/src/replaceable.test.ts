import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "./pnpm.ts";

const sources = globSync(["spec/*.{js,ts}", "packages/*/src/**/*.ts", "tooling/*/src/**/*.{mjs,ts}"], {
  cwd: root,
  exclude: ["tooling/bench/**"], // which compares them with others
});

test.each([
  ["openapi-typescript", "tooling/codegen/src/schema.ts"],
  ["openapi-fetch", "packages/client/src/http.ts"],
])("%s is imported by one file, which DECISIONS.md names: %s", (name, file) => {
  const imported = new RegExp(`(from|import|import\\(|require\\()\\s*["']${name}["'/]`);
  const importers = sources.filter((source) => imported.test(readFileSync(`${root}/${source}`, "utf8")));
  expect(importers).toStrictEqual([file]);
  const decisions = readFileSync(`${root}/DECISIONS.md`, "utf8").replace(/\s+/g, " ");
  expect(decisions).toContain(`only \`${file}\` imports ${name}`);
});
