import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { modelOf } from "../test/model.ts";
import { parseYaml } from "../test/yaml.ts";
import { run } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "generate-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const garden = fileURLToPath(new URL("../test/garden.yaml", import.meta.url));
vi.stubEnv("INIT_CWD", folder);

/** Runs `pnpm generate`, and collects what it prints. */
async function generate(...args: string[]) {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const error = vi.spyOn(console, "error").mockReturnValue();
  const status = await run(args);
  const [stdout = "", stderr = ""] = [log, error].map(({ mock: { calls } }) =>
    calls.map((words) => `${words.join(" ")}\n`).join(""),
  );
  vi.restoreAllMocks();
  return { status, stdout, stderr };
}

test("another document: what is refused is left out, listed on stdout, and the exit code is 1", async () => {
  const text = readFileSync(garden, "utf8").replace("operationId: ping\n", "operationId: ping pong\n");
  writeFileSync(join(folder, "garden.yaml"), text);
  const { status, stdout, stderr } = await generate("--spec", "garden.yaml", "--out", "out", "--json");
  const line = text.split("\n").findIndex((one) => one.includes("ping pong")) + 1;
  const operations = modelOf(parseYaml(text) as object).operations.length;
  expect(JSON.parse(stdout)).toStrictEqual({
    operations,
    accepted: operations - 1,
    refused: [
      {
        operationId: "ping pong",
        place: expect.stringMatching(new RegExp(`/garden.yaml:${line}:7$`)),
        reason: '`operationId` must be an identifier, such as `getThing`; received "ping pong".',
      },
    ],
  });
  expect(stderr).toMatch(
    new RegExp(`^Generated ${operations - 1} of ${operations} operations in .*out\\.\n$`),
  );
  expect(status).toBe(1);
  const { stdout: lines } = await generate("--spec", "garden.yaml", "--out", "out");
  expect(lines).toMatch(new RegExp(`/garden.yaml:${line}:7 ping pong: \`operationId\` must be .+\n$`));
  const files = readdirSync(join(folder, "out"));
  expect(files).toContain("schema.gen.ts");
  const written = files.map((file) => readFileSync(join(folder, "out", file), "utf8")).join("\n");
  expect(written).toContain("getBedLog");
  expect(written).not.toMatch(/ping pong|from "\.\.\//);
});

test("another document that is taken whole has the exit code 0, and its files compile alone", async () => {
  // biome-ignore lint/suspicious/noExplicitAny: a document
  const document = parseYaml(readFileSync(garden, "utf8")) as any;
  document.info["x-logo"] = "logo.png";
  const $ref = "#/components/schemas/Tree";
  document.components.schemas.Tree = { anyOf: [{ type: "string" }, { type: "array", items: { $ref } }] };
  document.components.schemas.Closed = { type: "object", properties: { lid: false } };
  const properties = { name: { type: "string" } };
  document.components.schemas.Group = { type: "object", enum: ["VAN"], properties, required: ["name"] };
  const one = { type: "object", properties };
  const two = { $ref: "#/components/schemas/Pair/properties/one" };
  document.components.schemas.Pair = { type: "object", properties: { one, two } };
  for (const name of ["200", "_", "Record"]) document.components.schemas[name] = { type: "object" };
  document.paths["/ping#again"] = {
    get: { operationId: "pong", responses: { 404: { description: "No." } } },
  };
  writeFileSync(join(folder, "whole.json"), JSON.stringify(document));
  const { status, stdout } = await generate("--spec", "whole.json", "--out", "whole");
  expect({ status, stdout }).toStrictEqual({ status: 0, stdout: "" });
  const read = (name: string) => readFileSync(join(folder, "whole", name), "utf8");
  expect(read("schema.gen.ts")).toMatch(/Closed: \{\s+lid\?: never;/);
  expect(read("schema.gen.ts")).toMatch(/Group: \{\s+name: string;/);
  expect(read("schema.gen.ts")).toMatch(/Pair: \{\s+one\?: (components.+Inner\w*"\];)\s+two\?: \1/);
  expect(read("methods.gen.ts")).toContain("pong: { params: Record<never, never>; result: unknown };");
  expect(read("operations.gen.ts")).toMatch(/pong: \{ path: "\/ping", answer: "undefined .*null"/);
  const options =
    "--ignoreConfig --strict --noEmit --target es2024 --lib es2024 --module nodenext --allowImportingTsExtensions";
  const files = readdirSync(join(folder, "whole")).map((name) => join(folder, "whole", name));
  const tsc = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url));
  expect(spawnSync(tsc, [...options.split(" "), "--types", "", ...files], { encoding: "utf8" }).stdout).toBe(
    "",
  );
});

test.each([
  [["--spec", "nothing.yaml", "--out", "out"], 1, /nothing\.yaml\n.*ENOENT/s],
  [["--spec", "garden.yaml"], 1, /`--spec FILE` and `--out DIR` belong together/],
  [["--what"], 2, /--what.*pnpm generate --spec FILE/s],
])("%j ends with a sentence", async (args, exitCode, sentence) => {
  const { status, stdout, stderr } = await generate(...args);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect({ status, stdout }).toStrictEqual({ status: exitCode, stdout: "" });
});
