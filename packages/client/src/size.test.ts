import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "rolldown";
import { expect, test } from "vitest";
import { apiHash } from "./generated/api.gen.ts";
import { credentialsOf } from "./generated/features.gen.ts";
import { defaultServer, operations, schemes, security } from "./generated/operations.gen.ts";
import * as token from "./token.ts";

const app = `
  import { createClient } from "@qoder/work-client";
  const work = createClient({ token: "t" });
  console.log(await work.getWorkItem({ environment_id: "env_1", work_id: "work_1" }));
`;

const output = new URL("../test-output/", import.meta.url);

/** The code that a browser loads for that app, from the built package. */
async function bundle(contents: string): Promise<string> {
  const input = fileURLToPath(new URL("app.js", output));
  await mkdir(output, { recursive: true });
  await writeFile(input, contents);
  const {
    output: [{ code }],
  } = await build({
    input,
    resolve: { alias: { "@qoder/work-client": fileURLToPath(new URL("../dist/index.js", import.meta.url)) } },
    platform: "browser",
    output: { minify: true },
    write: false,
  });
  return code;
}

/** In bytes, of which openapi-fetch takes 2,400. */
const budget = 6_360;

/** What the spec says. In the code of an app it takes up to a tenth more: 450 bytes for eight operations. */
const facts = JSON.stringify({ operations, schemes, security, defaultServer }, (_, value) =>
  value instanceof RegExp ? value.source : value,
);

test("an app of one call is at most 6.36 kB (brotli) and what the spec says, and 300 bytes where one bearer token is not all", async () => {
  const bytes = brotliCompressSync(await bundle(app)).length;
  await writeFile(new URL("size.json", output), JSON.stringify({ bytes }));
  const besides = credentialsOf === token.credentialsOf ? 0 : 300;
  expect(bytes).toBeLessThanOrEqual(budget + 1.1 * brotliCompressSync(facts).length + besides);
  expect(bytes).toBeGreaterThan(2000); // less could only be a bundle without openapi-fetch
});

test("an app that does not watch, paginate, validate or ask for the version carries nothing of it", async () => {
  expect(await bundle(app)).not.toMatch(/must match pattern|stopped|has_more/);
  expect(await bundle(app)).not.toContain(apiHash);
  expect(await bundle(`export { apiHash } from "@qoder/work-client";`)).toContain(apiHash);
  expect(await bundle(`export { watchWorkItem } from "@qoder/work-client";`)).toContain("stopped");
  expect(await bundle(`export { paginate } from "@qoder/work-client";`)).toContain("has_more");
});
