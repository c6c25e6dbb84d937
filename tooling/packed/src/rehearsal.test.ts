import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import openapi from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Place, run } from "./command.ts";
import { published } from "./pack.ts";
import { type Registry, startRegistry, yarn } from "./registry.ts";
import { copyRepository, publish, version } from "./repository.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
let registry: Registry;
let versions: { old: string; next: string };

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/rehearsal-`);
  registry = await startRegistry(folder);
  const repository = { cwd: `${folder}/repository`, env: registry.publisher };
  await mkdir(repository.cwd);
  await copyRepository(repository);
  const old = await publish(repository);
  await version(repository);
  versions = { old, next: await publish(repository) };
});
afterAll(async () => {
  registry?.close();
  await rm(folder, { recursive: true });
});

test.each(Object.keys(published))("the registry has both versions of %s", async (name) => {
  const view = ["view", name, "versions", "dist-tags", "--json"];
  const place = { cwd: folder, env: registry.reader };
  expect(JSON.parse(await run(place, "pnpm", ...view))).toStrictEqual({
    versions: [versions.old, versions.next],
    "dist-tags": { latest: versions.next },
  });
});

/** Makes a project that is empty but for a program and what the mock's README asks for. */
async function createProject(name: string): Promise<Place> {
  const cwd = `${folder}/${name}`;
  await cp(fileURLToPath(new URL("../app", import.meta.url)), cwd, { recursive: true });
  const readme = await readFile(`${published["@qoder/work-mock"]}/README.md`, "utf8");
  for (const [, file, yaml = ""] of readme.matchAll(/`(\S+)`:\n\n```yaml\n(.*?)```/gs))
    await writeFile(`${cwd}/${file}`, yaml);
  return { cwd, env: registry.reader };
}

/** Expects that what is installed loads, fits the types, and reads from the mock. */
async function expectToWork(project: Place, installed: string): Promise<void> {
  await run(project, "tsc", "--noEmit", "--strict", "--module", "nodenext", "app.ts");
  const item = openapi.components.examples.WorkItemActive.value;
  expect(JSON.parse(await run(project, "node", "main.js"))).toStrictEqual({
    version: expect.stringContaining(`${installed} (API ${installed}, `),
    client: item,
    cli: item,
    mockHelp: expect.stringContaining("Usage: qoder-work-mock"),
  });
}

test.concurrent.each([
  ["pnpm", "next", "pnpm", "add"],
  ["Yarn", "next", yarn, "add"],
  ["npm", "next", "npm", "install"],
  ["pnpm", "old", "pnpm", "add"],
] as const)("%s installs the %s version, and it works", async (name, which, file, command) => {
  const project = await createProject(`${name}-${which}`);
  const version = versions[which];
  await run(project, file, command, ...Object.keys(published).map((each) => `${each}@${version}`));
  await expectToWork(project, version);
});

test("whoever installs reaches this registry and no other", async () => {
  const view = ["view", "openapi-fetch", "version", "--fetch-retries=0"];
  const place = { cwd: folder, env: registry.reader };
  expect(await run(place, "npm", ...view)).toMatch(/^\d+\.\d+\.\d+\n$/);
  await expect(run(place, "npm", ...view, "--registry=https://example.org")).rejects.toThrow(
    "ECONNREFUSED 127.0.0.1:9",
  );
});
