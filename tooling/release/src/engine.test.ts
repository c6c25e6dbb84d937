import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { differences, EngineError, proveEngine } from "./engine.ts";

vi.setConfig({ testTimeout: 60_000 });

test("redocly diff finds the known breaking changes", async () => {
  await expect(proveEngine()).resolves.toBeUndefined();
});

test("without its rules, or with nothing to say, it is not believed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "config-"));
  const config = join(folder, "redocly.yaml");
  await writeFile(config, "extends: [recommended]\n");
  await expect(proveEngine((base, revision) => differences(base, revision, config))).rejects.toThrow(
    /does not find known breaking changes \(parameter-became-required, .*Check tooling\/release\/redocly\.yaml/,
  );
  await rm(folder, { recursive: true });
  await expect(proveEngine(async () => [])).rejects.toThrow(EngineError);
});

test("if it ends without a report, nothing was compared", async () => {
  const error = await differences("/nowhere/a.yaml", "/nowhere/b.yaml").catch((caught) => caught);
  expect(error).toBeInstanceOf(EngineError);
  expect(error.message).toMatch(/nothing was compared.*nowhere/s);
});
