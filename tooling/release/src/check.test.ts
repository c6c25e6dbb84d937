import { join } from "node:path";
import openapi from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, describe, expect, test } from "vitest";
import { published } from "../test/published.ts";
import { removeRepositories, type SampleRepository, sampleRepository } from "../test/sample-repository.ts";
import { check, lowestFor } from "./check.ts";
import { textOf } from "./report.ts";
import { writeChangelog } from "./version.ts";

afterAll(removeRepositories);

const schema = "spec/components/schemas/Thing.yaml";
const item = "spec/paths/thing.yaml";
const client = "@qoder/work-client";

const addField = (repository: SampleRepository) =>
  repository.edit(schema, "properties:\n", "$&  unheard:\n    type: string\n");
const removeStatus = (repository: SampleRepository) => repository.edit(item, / {4}"403":\n.*\n/, "");
const added = "`Thing.unheard` was added (the 200 response of `getThing`)";
const changeset = (repository: SampleRepository, name: string, bump: string, text = "Note.") =>
  repository.write(
    `.changeset/${name.replace(/\W+/g, "-")}-${bump}.md`,
    `---\n"${name}": ${bump}\n---\n\n${text}\n`,
  );

describe("what is asked for", () => {
  test("before the first release, one changeset, also without git", async () => {
    const repository = await sampleRepository("0.0.0");
    const first = await check(repository.folder);
    expect(first).toMatchObject({ base: { name: "no release yet: everything is new" }, changes: [] });
    expect(first.changeset?.text).toContain(`"${client}": minor`);
    await changeset(repository, client, "minor");
    await repository.withoutGit();
    expect((await check(repository.folder)).changeset).toBeUndefined();
  });

  test("nothing for a spec that has not changed", async () => {
    const repository = await sampleRepository("1.2.0");
    const report = await check(repository.folder);
    expect(report).toMatchObject({
      base: { name: `tag ${client}@1.2.0` },
      changes: [],
      bump: "none",
    });
    expect(report.changeset).toBeUndefined();
  });

  test("a changeset that is high enough, for the client", async () => {
    const repository = await sampleRepository("1.2.0");
    await addField(repository);
    await changeset(repository, "@qoder/work-docs", "major");
    await changeset(repository, client, "none");
    await changeset(repository, client, "patch");
    const low = await check(repository.folder);
    expect(low.planned).toBe("1.2.1");
    expect(low.changeset?.text).toContain(`"${client}": minor`);
    await changeset(repository, client, "minor");
    expect((await check(repository.folder)).changeset).toBeUndefined();
  });

  test("minor to break 0.x", async () => {
    const repository = await sampleRepository("0.3.1");
    await removeStatus(repository);
    const report = await check(repository.folder);
    expect(report).toMatchObject({
      bump: "minor",
      lowest: "0.4.0",
      changes: [{ bump: "major" }],
    });
    expect(report.changeset?.text).toContain(`---\n"${client}": minor\n---\n`);
    await changeset(repository, client, "minor");
    expect((await check(repository.folder)).changeset).toBeUndefined();
  });

  test("the command says why, and --write adds it", async () => {
    const repository = await sampleRepository("1.2.0");
    await addField(repository);
    const missing = await repository.release("check");
    expect(missing).toMatchObject({ code: 1, stderr: `Base: tag ${client}@1.2.0\n` });
    expect(missing.stdout).toMatch(
      /^1 change of the API since 1\.2\.0: .* too low\.\n\nminor {2}`Thing\.unheard` was added \(/,
    );
    expect(missing.stdout).toMatch(
      /spec\/components\/schemas\/Thing\.yaml:\d+\n +Clients ignore fields that they do not know/,
    );
    const [, file = "", text = ""] = /Add (\S+) with [\s\S]*?\n\n(---[\s\S]*)$/.exec(missing.stdout) ?? [];
    expect(await repository.release("check", "--write")).toMatchObject({ code: 0 });
    expect(await repository.read(file)).toBe(text);
    expect((await repository.release("changelog", "--base", "HEAD")).stdout).toBe(`- ${added}.\n`);
    expect((await repository.release("check")).stdout).toContain(
      "1 change of the API since 1.2.0: 1.3.0 or later is needed, and the changesets lead to 1.3.0.\n",
    );
  });
});

describe("--write", () => {
  test("replaces its own file, and keeps what people have written in it", async () => {
    const repository = await sampleRepository("1.2.0");
    const file = ".changeset/spec-since-1.2.0.md";
    await addField(repository);
    await repository.release("check", "--write");
    await repository.edit(file, "Follow the API.", "Items are unheard.");
    await removeStatus(repository);
    expect(await repository.release("check")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("the changesets lead to 1.3.0, which is too low."),
    });
    expect(await repository.release("check", "--write")).toMatchObject({ code: 0 });
    expect(await repository.read(file)).toBe(`---\n"${client}": major\n---\n\nItems are unheard.\n`);
    expect(await repository.release("check")).toMatchObject({ code: 0 });
  });

  test("in pre mode adds a changeset for each prerelease that differs", async () => {
    const repository = await sampleRepository("1.3.0-beta.0");
    await repository.write(".changeset/pre.json", JSON.stringify({ mode: "pre", tag: "beta" }));
    await repository.write(".changeset/pre/used.md", `---\n"${client}": minor\n---\n\nNote.\n`);
    expect(await check(repository.folder)).toMatchObject({ planned: "1.3.0-beta.0", bump: "none" });
    await addField(repository);
    const first = await repository.release("check", "--write", "--json");
    expect(JSON.parse(first.stdout)).toMatchObject({ bump: "minor", lowest: "1.3.0-beta.1", changeset: {} });
    const { code, stdout } = await repository.release("check", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ bump: "minor", planned: "1.3.0-beta.1" });
    expect(code).toBe(0);
    await removeStatus(repository);
    const second = await repository.release("check", "--json");
    expect(JSON.parse(second.stdout)).toMatchObject({ bump: "major", lowest: "2.0.0", changeset: {} });
    expect(second.code).toBe(1);
  });
});

test("a changeset that is higher than needed is said, and is enough", async () => {
  const repository = await sampleRepository("1.2.0");
  await addField(repository);
  await changeset(repository, client, "major");
  const { code, stdout } = await repository.release("check");
  expect(stdout).toMatch(
    /^1 change .*: 1\.3\.0 or later is needed, and the changesets lead to 2\.0\.0, which is higher/,
  );
  expect(code).toBe(0);
});

test("--spec compares any two documents", async () => {
  const repository = await sampleRepository("1.2.0");
  const document = (status: number) =>
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Things", version: "today" },
      paths: {
        "/things": { get: { responses: { 200: { description: "Yes." }, [status]: { description: "No." } } } },
      },
    });
  await repository.write("a.json", document(404));
  await repository.write("b.json", document(410));
  const [base, spec] = ["a.json", "b.json"].map((file) => join(repository.folder, file)) as [string, string];
  const { code, stdout } = await repository.release("check", "--base", base, "--spec", spec, "--json");
  expect(JSON.parse(stdout).changes).toMatchObject([
    {
      bump: "major",
      sentence: "A 404 response was removed from `getThings`",
      place: { line: 1, column: document(404).indexOf('"404"') + 1 },
      isGone: true,
      old: "404",
    },
    { bump: "minor", sentence: "A 410 response was added to `getThings`", isGone: false, new: "410" },
  ]);
  expect(code).toBe(1);
  expect(await repository.release("check", "--base", base, "--spec", base)).toEqual({
    code: 0,
    stdout: "No changes.\n",
    stderr: "",
  });
  const missing = await repository.release("check", "--base", "HEAD", "--spec", "/nowhere");
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('"/nowhere"') });
});

test("a minor bump that breaks says so", () => {
  const place = { file: "a.yaml", line: 1, column: 1 };
  const text = textOf({
    base: { name: "", version: "0.1.0" },
    changes: [{ bump: "major", sentence: "It broke", parts: [], reason: "So.", place, isGone: true }],
    bump: "minor",
    lowest: "0.2.0",
    raised: "none",
    planned: "0.1.0",
    changeset: { file: "a.md", text: "" },
  });
  expect(text).toContain("major  It broke\n       a.yaml:1 in the base\n       So.");
  expect(text).toContain(
    "A minor bump, to 0.2.0 or later, is needed, which breaks while the version is 0.x.",
  );
});

test("the lowest version for a change", () => {
  const lowest = (["none", "patch", "minor", "major"] as const).map((bump) => [
    lowestFor(bump, "0.3.1"),
    lowestFor(bump, "1.2.3"),
  ]);
  expect(lowest).toEqual([
    ["0.3.1", "1.2.3"],
    ["0.3.2", "1.2.4"],
    ["0.4.0", "1.3.0"],
    ["0.4.0", "2.0.0"],
  ]);
  expect(lowestFor("minor", "1.3.0-next.0")).toBe("1.3.0-next.1");
  expect(lowestFor("major", "1.3.0-next.0")).toBe("2.0.0");
});

describe("the base", () => {
  test("is the newest tag that the commit contains, also without a branch", async () => {
    const repository = await sampleRepository("1.2.0");
    await addField(repository);
    await repository.commit();
    await repository.git("tag", `${client}@1.10.0-next.0`, "HEAD~1");
    await repository.git("checkout", "--quiet", "--detach", "HEAD~1");
    await repository.git("commit", "--quiet", "--allow-empty", "--message", "Aside");
    await repository.git("tag", `${client}@9.0.0`);
    await repository.git("checkout", "--quiet", "--detach", "main");
    await repository.git("tag", "--delete", `${client}@1.10.0-next.0`);
    expect(await check(repository.folder)).toMatchObject({
      base: { name: `tag ${client}@1.2.0` },
      changes: [{ bump: "minor" }],
    });
  });

  test("can be a folder, a file or a revision", async () => {
    const repository = await sampleRepository("1.2.0");
    await addField(repository);
    await repository.commit();
    await removeStatus(repository);
    const of = async (base: string) => (await check(repository.folder, base)).changes.map(({ bump }) => bump);
    expect(await of("HEAD~1")).toEqual(["major", "minor"]);
    expect(await of(join(repository.folder, "spec"))).toEqual([]);
    expect(await of(join(repository.folder, "spec/openapi.yaml"))).toEqual([]);
  });

  test("is not guessed in a clone that cannot know it", async () => {
    const repository = await sampleRepository("1.2.0");
    await repository.write("packages/client/CHANGELOG.md", "# Client\n\n## 1.2.0\n\n## 1.1.0\n");
    await repository.commit();
    const shallow = join(repository.folder, "node_modules/shallow");
    await repository.git("clone", "--quiet", "--depth", "1", `file://${repository.folder}`, shallow);
    await expect(check(shallow)).rejects.toThrow(/has no tag .* Run `git fetch --tags --unshallow`/);
    expect(await check(shallow, "HEAD")).toMatchObject({ base: { name: "HEAD" } });
    await repository.git("tag", "--delete", `${client}@1.2.0`);
    await expect(check(repository.folder)).rejects.toThrow(/has no tag .* Run `git fetch --tags`/);
    await repository.withoutGit();
    await expect(check(repository.folder)).rejects.toThrow(/is no git clone.*Give a spec with --base/);
  });

  test("that does not exist ends with a sentence and exit code 2", async () => {
    const repository = await sampleRepository("1.2.0");
    const bad = await repository.release("check", "--base", "nowhere");
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).toMatch(
      /^release: Expected a file, a folder .* or a git revision .*; received "nowhere"/,
    );
    await expect(check(repository.folder, "")).rejects.toThrow(/^Expected a file, .*; received ""/);
    await repository.git("rm", "--quiet", "-r", "--cached", "spec");
    await repository.git("commit", "--quiet", "--message", "Without");
    await expect(check(repository.folder, "HEAD")).rejects.toThrow(/with one in spec\/; received "HEAD"/);
  });
});

test("a spec that cannot be read is not compared", async () => {
  const repository = await sampleRepository("1.2.0");
  await repository.remove(schema);
  await expect(check(repository.folder)).rejects.toThrow(
    /spec\/paths\/thing\.yaml:\d+:\d+\nThere is no \S+Thing\.yaml\./,
  );
});

test("changesets that cannot be read are not counted", async () => {
  const repository = await sampleRepository("1.2.0");
  await changeset(repository, "@qoder/work-nothing", "minor");
  await expect(check(repository.folder)).rejects.toThrow(
    /^\.changeset\/ cannot be read: .*@qoder\/work-nothing/,
  );
});

test("the packages and the spec of this repository have one version", () => {
  const { info } = openapi;
  expect(new Set([...published.map(({ version }) => version), info.version]).size).toBe(1);
});

test("a release carries the notes of people and the changes of the API, and its version everywhere", async () => {
  const repository = await sampleRepository("1.2.0");
  await addField(repository);
  await changeset(repository, client, "minor", "Items are unheard.");
  await repository.commit();
  await removeStatus(repository);
  await changeset(repository, client, "major", "The API never answers 403.");
  await repository.edit(item, "summary: Get", "summary: Read");
  await repository.commit();

  await repository.changesets("version");
  expect(await repository.release("version")).toMatchObject({ code: 0 });
  expect(await repository.read("packages/mock/package.json")).toContain('"version": "2.0.0"');

  const changelog = await repository.read("packages/client/CHANGELOG.md");
  expect(changelog.replaceAll(/[\da-f]{7}: /g, "")).toBe(`# @qoder/work-client

## 2.0.0

### API

- **Breaking:** A 403 response was removed from \`getThing\`.
- ${added}.
- Descriptions and examples changed in 1 place.

### Major Changes

- The API never answers 403.

### Minor Changes

- Items are unheard.
`);
  const again = join(repository.folder, "packages/client/CHANGELOG.md");
  await writeChangelog(again, "2.0.0", /(?<=### API\n\n)[\s\S]*?(?=\n\n###)/.exec(changelog)?.[0] ?? "");
  expect(await repository.read("packages/client/CHANGELOG.md")).toBe(changelog);
  expect(await repository.read("spec/openapi.yaml")).toMatch(/^info:\n.*\n {2}version: 2\.0\.0$/m);
  // Before the tag, the changes are still there, and the version is high enough for them.
  const report = await check(repository.folder);
  expect(report).toMatchObject({ base: { version: "1.2.0" }, lowest: "2.0.0" });
  expect(report.changeset).toBeUndefined();
  await repository.commit(`${client}@2.0.0`);
  expect(await check(repository.folder)).toMatchObject({
    base: { version: "2.0.0" },
    changes: [],
  });
});
