import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Change, compare } from "./compare.ts";
import { changelogOf } from "./report.ts";
import { failuresIn, matrixOf, measure, type Result } from "./self-test.ts";
import { readSpec, type Spec, SpecError } from "./spec.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

type Edits = Parameters<typeof editedCopy>[0];

describe("changes whose class is known", () => {
  let results: Result[];
  beforeAll(async () => {
    results = await measure();
    console.log(matrixOf(results));
  });

  test("no breaking change passes as compatible", () => {
    expect(results.filter(({ expected, found }) => expected === "major" && found !== "major")).toEqual([]);
  });

  test("no compatible change is called breaking, and every other class is right", () => {
    expect(failuresIn(results)).toEqual([]);
  });

  test("what is another thing now is told once, and nothing that it holds", () => {
    const told = (name: string) =>
      results.find(({ change }) => change === name)?.changes.map(({ what }) => what);
    expect(told("a query parameter renamed")).toEqual([
      "Parameter `unheard` of `getWorkItem` is now called `include`",
    ]);
    expect(told("a second security scheme required")).toEqual([
      "Authentication now also needs `Key`",
      "Security scheme `Key` was added",
    ]);
  });
});

const state = "components/schemas/WorkItemState.yaml";
const workItem = "components/schemas/WorkItem.yaml";
const requestId = "components/schemas/RequestId.yaml";
const item = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

describe("several changes", () => {
  let changes: Change[];
  let before: Spec;
  let after: Spec;
  const changeOf = (start: string) => changes.find(({ what }) => what.startsWith(start));
  beforeAll(async () => {
    await using old = await editedCopy({});
    await using now = await editedCopy({
      [state]: (text) => text.replace("  - queued\n", "  - queued\n  - unheard\n"),
      [workItem]: (text) => text.replace("  - metadata\n", "").replace(/ {2}metadata:\n.*\n/, ""),
      [requestId]: (text) => text.replace("type: string", "type: integer"),
      [item]: (text) => text.replace("summary: Get", "summary: Read").replace(/ {4}"403":\n.*\n/, ""),
    });
    [before, after] = [await readSpec(old.file), await readSpec(now.file)];
    changes = await compare(before, after);
  });

  test("are told in words, with file and line, old and new", async () => {
    const states = ["queued", "starting", "active", "stopping", "stopped"];
    expect(changeOf("`WorkItem.state`")).toMatchObject({
      bump: "minor",
      what: "`WorkItem.state` can now be `unheard`",
      where: "200 response of `getWorkItem`",
      isGone: false,
      old: expect.arrayContaining(states),
      new: expect.arrayContaining([...states, "unheard"]),
    });
    await using copy = await editedCopy({});
    const place = await copy.place(state, "enum:");
    expect(changeOf("`WorkItem.state`")?.source).toBe(`${state}:${Number(/:(\d+):/.exec(place)?.[1]) + 1}`);
  });

  test("are shown in the base where a thing is gone", async () => {
    await using copy = await editedCopy({});
    const line = Number(/:(\d+):/.exec(await copy.place(item, '"403"'))?.[1]);
    expect(changeOf("`getWorkItem` no longer answers 403")).toMatchObject({
      isGone: true,
      source: `${item}:${line + 1}`,
    });
  });

  test("are told once where a field that was always there is gone", () => {
    const ofField = changes.filter(({ what }) => what.includes("metadata"));
    expect(ofField.map(({ what }) => what)).toEqual(["`WorkItem.metadata` was removed"]);
  });

  test("of a schema that several places use are one line, with all of them", () => {
    const ofId = changes.filter(({ source }) => source.startsWith(requestId));
    expect(ofId.map(({ what }) => what)).toEqual(["`RequestId` is now integer instead of string"]);
    expect(ofId[0]?.where).toMatch(/^400, 401, .*and \d+ responses of `getWorkItem`$/);
  });

  test("are told in a changelog: the breaking first, and the texts in one line", () => {
    const lines = changelogOf(changes, { name: "1.2.0", version: "1.2.0" }, []).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^- \*\*Breaking:\*\* /);
    expect(lines).toContain("- **Breaking:** `getWorkItem` no longer answers 403.");
    expect(lines[3]).toBe("- `WorkItem.state` can now be `unheard` (200 response of `getWorkItem`).");
    expect(lines[4]).toBe("- Descriptions and examples changed in one place.");
  });

  test("are breaking where the engine is silent, with file and line, old and new", async () => {
    const silent = await compare(before, after, async () => []);
    await using copy = await editedCopy({});
    expect(silent.find(({ what }) => what.includes("RequestId"))).toMatchObject({
      bump: "major",
      what: '`type` of `RequestId` is now `["integer"]` instead of `["string"]`',
      where: expect.stringMatching(/^400, 401, .*responses of `getWorkItem`$/),
      source: (await copy.place(requestId, "type:")).slice(0, -1),
      old: ["string"],
      new: ["integer"],
    });
    expect(silent.map(({ bump }) => bump)).toEqual(["major", "major", "major", "major", "minor", "patch"]);
    expect(silent.filter(({ isGone }) => isGone)).toHaveLength(2);
  });
});

test("a type that is gone is told beside another change that breaks, and an extension by its name", async () => {
  await using now = await editedCopy({
    [workItem]: (text) => text.replace("WorkItemData.yaml", "WorkData.yaml"),
    "components/schemas/WorkData.yaml": () => "type: object\n",
    [state]: (text) => text.replace(/( {2}queued: ).*/, "$1Waiting."),
  });
  await using old = await editedCopy({
    "components/schemas/WorkItemData.yaml": () => "type: string\n",
  });
  const changes = await compare(await readSpec(old.file), await readSpec(now.file));
  expect(changes.map(({ what }) => what)).toEqual([
    "`WorkItem.data` is now object instead of string",
    "The schema `WorkItemData` was removed",
    "`x-enumDescriptions` of `WorkItem.state` was edited",
  ]);
});

test("examples that were edited are texts, with file and line", async () => {
  const queued = "components/examples/WorkItemQueued.yaml";
  const workId = "components/schemas/WorkItemId.yaml";
  await using old = await editedCopy({ [workId]: (text) => text.replace(/- work_.*/, "- { id: 1 }") });
  await using now = await editedCopy({
    [queued]: (text) => text.replace("daily-report", "weekly-report"),
    [workId]: (text) => text.replace(/- work_.*/, "- { id: 2 }"),
  });
  const changes = await compare(await readSpec(old.file), await readSpec(now.file), async () => []);
  const line = async (file: string, text: string) => (await now.place(file, text)).slice(0, -1);
  expect(changes).toMatchObject([
    {
      bump: "patch",
      what: "`examples` of `WorkItemId` was edited",
      source: await line(workId, "id: 2"),
      old: [{ id: 1 }],
      new: [{ id: 2 }],
    },
    {
      bump: "patch",
      what: "Example `queued` of the 200 response of `getWorkItem` was edited",
      source: (await now.place(queued, "value:")).replace(/\d+:/, (at) => `${Number.parseInt(at, 10) + 1}`),
    },
  ]);
});

test("a spec that cannot be read is named with file and line", async () => {
  const broken: [Edits, RegExp][] = [
    [{ [state]: () => "enum: [" }, /WorkItemState\.yaml:1/],
    [
      { [item]: (text) => text.replace("NotFound.yaml", "Nowhere.yaml") },
      /work_id\}\.yaml:\d+:\d+ Can't resolve \$ref/,
    ],
    [{ [item]: (text) => text.replace("responses:", "answers:") }, /work_id\}\.yaml:\d+:\d+ .*`answers`/],
  ];
  for (const [edits, message] of broken) {
    await using copy = await editedCopy(edits);
    await expect(readSpec(copy.file)).rejects.toThrow(SpecError);
    await expect(readSpec(copy.file)).rejects.toThrow(message);
  }
  await expect(readSpec("/nowhere/openapi.yaml")).rejects.toThrow(/nowhere/);
});
