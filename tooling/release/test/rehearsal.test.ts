import { rmSync } from "node:fs";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import openapi from "@qoder/work-mock/openapi.json" with { type: "json" };
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { published } from "./published.ts";
import { type Registry, startRegistry } from "./rehearsal/registry.ts";
import { createProject, release } from "./rehearsal/release.ts";
import { bun, bundle, nodes, runCommonJs, runtimes } from "./rehearsal/runtimes.ts";
import { startServer } from "./rehearsal/server.ts";
import { run } from "./run.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
let registry: Registry;
let versions: { old: string; next: string };

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/rehearsal-`);
  registry = await startRegistry(folder);
  versions = await release(registry);
});
afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true });
});

test.each(published)("the registry has both versions of $name, which depend on versions", ({ name }) => {
  const { versions: all, "dist-tags": tags } = registry.packuments.get(name) ?? {};
  expect(Object.keys(all ?? {})).toStrictEqual([versions.old, versions.next]);
  expect(tags).toStrictEqual({ latest: versions.next });
  for (const { dependencies, devDependencies } of Object.values(all ?? {}))
    for (const range of Object.values({ ...dependencies, ...devDependencies }))
      expect(range).toMatch(/^\d+\.\d+\.\d+$/);
});

async function install(version: string, file: string, ...command: string[]) {
  const project = await createProject(`${folder}/${basename(file)}`, registry);
  const names = published.map((one) => `${one.name}@${version}`);
  return { ...project, said: await run(project, "sh", "-c", '"$@" 2>&1', "sh", file, ...command, ...names) };
}

test("Bun installs the old version, as long as it is asked for", async () => {
  const { cwd } = await install(versions.old, bun, "add");
  const manifest = await readFile(`${cwd}/node_modules/@qoder/work-cli/package.json`, "utf8");
  expect(JSON.parse(manifest).version).toBe(versions.old);
});

// pnpm lets a package load only what it declares, so what works here works with npm too.
test("what pnpm installs works, on the oldest Node", async () => {
  const { cwd, env } = await install(versions.next, "pnpm", "add");
  const [oldest = ""] = Object.values(nodes);
  const PATH = `${dirname(oldest)}:${env["PATH"]}`; // for the commands, which Node starts
  const { client, ...commands } = JSON.parse(await run({ cwd, env: { ...env, PATH } }, oldest, "main.js"));
  const asked = { environment_id: "env_1", id: "work_1" };
  const examples = Object.values(openapi.components.examples).map(({ value }) => ({
    ...Object(value),
    ...asked,
  }));
  expect(examples).toContainEqual(client);
  expect(commands).toStrictEqual({
    version: expect.stringContaining(`${versions.next} (API ${versions.next}, `),
    cli: client,
    mockHelp: expect.stringContaining("Usage: qoder-work-mock"),
  });
});

describe("what npm installs", () => {
  let project: Awaited<ReturnType<typeof install>>;
  beforeAll(async () => {
    project = await install(versions.next, "npm", "install");
  });

  test("comes without a warning, and runs no script", () => {
    expect(project.said).toMatch(/^\s*added \d+ packages in \S+\s*$/);
    const all = [...registry.packuments.values()].flatMap(({ versions }) => Object.values(versions));
    expect(all.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toStrictEqual([]);
  });

  test.each(published)("has all of $name, and nothing else", async (one) => {
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
    const unexpected =
      /^(?!(package\.json|README\.md|LICENSE|(dist|src|examples)\/.+)$)|\.test(-d)?\.|(^|\/)test\//;
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
  test("has the types of every export", async () => {
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

  describe("works on", () => {
    let server: Awaited<ReturnType<typeof startServer>>;
    beforeAll(async () => {
      await bundle(project.cwd);
      server = await startServer(`${project.cwd}/bundle/runtime.js`);
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    test.each(Object.entries(runtimes))("%s", async (name, start) => {
      const { runtime, failures } = JSON.parse(await start({ ...project, url: server.url }));
      expect(runtime).toContain(name);
      expect(failures, `The package fails on ${runtime}`).toStrictEqual([]);
    });

    test.each(Object.entries(nodes))("%s with require(), which gets the ES module", async (_, node) => {
      const code = `
        const name = "@qoder/work-client";
        const { isModuleNamespaceObject } = require("node:util").types;
        console.log(isModuleNamespaceObject(require(name)), require.resolve(name));`;
      const printed = await runCommonJs({ ...project, url: server.url }, node, code);
      expect(printed).toContain(`true ${project.cwd}/node_modules/`);
    });
  });
});

test("an installation reaches this registry and no other", async () => {
  const elsewhere = ["--config.fetchRetries=0", "--registry=https://example.org"];
  const place = { cwd: folder, env: registry.reader };
  const view = run(place, "pnpm", ...elsewhere, "view", "openapi-fetch", "version");
  await expect(view).rejects.toThrow("Connection refused");
});
