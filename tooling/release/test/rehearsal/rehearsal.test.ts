import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyRepository } from "@qoder/work-codegen/test/repository.ts";
import openapi from "@qoder/work-mock/openapi.json" with { type: "json" };
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { published, root } from "../published.ts";
import { type Place, run } from "../run.ts";
import { tool } from "../tools.ts";
import { type Registry, startRegistry } from "./registry.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
let registry: Registry;
let versions: { old: string; next: string };

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/rehearsal-`);
  registry = await startRegistry(folder);
  versions = await release();
});
afterAll(async () => {
  await registry?.close();
  await rm(folder, { recursive: true });
});

/** Publishes a copy of this repository, then the version that follows, which has at least a patch of every package. */
async function release() {
  await using copy = await copyRepository();
  const place = { cwd: copy.folder, env: registry.publisher };
  // A folder of its own, because pnpm keeps its state there.
  await rm(`${copy.folder}/node_modules`);
  await mkdir(`${copy.folder}/node_modules`);
  for (const name of await readdir(`${root}node_modules`))
    if (!name.startsWith(".pnpm-"))
      await symlink(`${root}node_modules/${name}`, `${copy.folder}/node_modules/${name}`);
  copy.commit();
  const publish = async (): Promise<string> => {
    await run(place, "changeset", "publish");
    return JSON.parse(await copy.read("packages/client/package.json")).version;
  };
  const old = await publish();
  const bumps = published.map(({ name }) => `"${name}": patch\n`);
  await copy.write(".changeset/rehearsal.md", `---\n${bumps.join("")}---\n\nRehearse.\n`);
  await run(place, "pnpm", "release:version");
  await run(place, "pnpm", ...published.map(({ name }) => `--filter=${name}`), "build");
  return { old, next: await publish() };
}

test.each(published)("the registry has both versions of $name, which depend on versions", ({ name }) => {
  const { versions: all, "dist-tags": tags } = registry.packuments.get(name) ?? {};
  expect(Object.keys(all ?? {})).toStrictEqual([versions.old, versions.next]);
  expect(tags).toStrictEqual({ latest: versions.next });
  for (const { dependencies, devDependencies } of Object.values(all ?? {}))
    for (const range of Object.values({ ...dependencies, ...devDependencies }))
      expect(range).toMatch(/^\d+\.\d+\.\d+$/);
});

/** Makes a project that is empty but for a program and what the mock's README asks for. */
async function createProject(name: string): Promise<Place> {
  const cwd = `${folder}/${name}`;
  await cp(fileURLToPath(new URL("app", import.meta.url)), cwd, { recursive: true });
  const readme = await readFile(`${root}packages/mock/README.md`, "utf8");
  for (const [, file, yaml = ""] of readme.matchAll(/`(\S+)`:\n\n```yaml\n(.*?)```/gs))
    await writeFile(`${cwd}/${file}`, yaml);
  const manifest = JSON.parse(await readFile(`${cwd}/package.json`, "utf8"));
  const [settings] = /"allowScripts": \{.*?\}/.exec(readme) ?? [];
  await writeFile(`${cwd}/package.json`, JSON.stringify({ ...manifest, ...JSON.parse(`{${settings}}`) }));
  return { cwd, env: registry.reader };
}

describe.each([
  ["pnpm", "old", "pnpm", "add"],
  ["Yarn", "next", tool("@yarnpkg/cli-dist/bin/yarn.js"), "add"],
  ["npm", "next", "npm", "install", "--strict-allow-scripts"],
] as const)("%s installs the %s version", (name, which, file, ...command) => {
  let project: Place;
  beforeAll(async () => {
    project = await createProject(name);
    const names = published.map((one) => `${one.name}@${versions[which]}`);
    await run(project, file, ...command, ...names);
  });

  test("it works", async () => {
    const { client, ...commands } = JSON.parse(await run(project, "node", "main.js"));
    const asked = { environment_id: "env_1", id: "work_1" };
    const examples = Object.values(openapi.components.examples).map(({ value }) => ({ ...value, ...asked }));
    expect(examples).toContainEqual(client);
    expect(commands).toStrictEqual({
      version: expect.stringContaining(`${versions[which]} (API ${versions[which]}, `),
      cli: client,
      mockHelp: expect.stringContaining("Usage: qoder-work-mock"),
    });
  });

  if (name !== "npm") return;

  test.each(published)("all that it has of $name is right", async (one) => {
    const pkgDir = `${project.cwd}/node_modules/${one.name}`;
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toStrictEqual([]);
    expect(pkg).toMatchObject({
      license: "MIT",
      engines: { node: expect.any(String) },
      sideEffects: expect.anything(),
      publishConfig: { access: "public", provenance: true },
    });

    const files = (await readdir(pkgDir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(pkgDir.length + 1));
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE"]));
    const unexpected = /^(?!(package\.json|README\.md|LICENSE|(dist|src)\/.+)$)|\.test(-d)?\.|(^|\/)test\//;
    expect(files.filter((file) => unexpected.test(file))).toStrictEqual([]);
    // Each file has a map, and each map its sources, or it cannot be debugged.
    for (const file of files.filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file))) {
      const [, map = "no map"] =
        /\/\/# sourceMappingURL=(\S+)\s*$/.exec(await readFile(`${pkgDir}/${file}`, "utf8")) ?? [];
      const place = join(dirname(file), map);
      expect(files).toContain(place);
      const { sources, sourceRoot = "" } = JSON.parse(await readFile(`${pkgDir}/${place}`, "utf8"));
      for (const source of sources) expect(files).toContain(join(dirname(place), sourceRoot, source));
    }
  });

  // Also what no program above imports, and without skipLibCheck, which would not see an import that leads nowhere.
  test("TypeScript finds the types of every export", async () => {
    const imports = published.flatMap(({ name, exports }) =>
      typeof exports === "string"
        ? [name]
        : Object.entries(exports).flatMap(([path, entry]) =>
            typeof entry === "string" ? [] : [name + path.slice(1)],
          ),
    );
    const lines = imports.map((name, index) => `export * as from${index} from "${name}";\n`);
    await writeFile(`${project.cwd}/exports.ts`, lines.join(""));
    await run(
      project,
      "tsc",
      "--noEmit",
      "--strict",
      "--skipDefaultLibCheck",
      "--module",
      "nodenext",
      "app.ts",
      "exports.ts",
    );
  });
});

test("an installation reaches this registry and no other", async () => {
  const elsewhere = ["--config.fetchRetries=0", "--registry=https://example.org"];
  const place = { cwd: folder, env: registry.reader };
  const view = run(place, "pnpm", ...elsewhere, "view", "openapi-fetch", "version");
  await expect(view).rejects.toThrow("Connection refused");
});
