import type { WorkItem } from "@qoder/work-client";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ago, item, lastPage, main, qoderWork, qoderWorkOnTerminal, start } from "../test/qoder-work.ts";

let mock: Mock;
let list: string[];
beforeAll(async () => {
  mock = await startMock();
  list = ["list", item.environment_id, "--base-url", mock.url];
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

/** A page of items, each the documented one with other fields. */
const page = (items: Partial<WorkItem>[], next_page: string | null = null) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    ...lastPage,
    data: items.map((fields) => ({ ...item, ...fields })),
    has_more: next_page !== null,
    next_page,
  }),
});

const idsIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).id);

test("--json prints the items of all pages, each in a line, without the secret", async () => {
  mock.reply(
    page([{ id: "work_1", secret: "hidden" } as object, { id: "work_2" }], "work_2"),
    page([{ id: "work_3" }]),
  );
  const { code, stdout, stderr } = await qoderWork([...list, "--json"]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(idsIn(stdout)).toStrictEqual(["work_1", "work_2", "work_3"]);
  expect(stdout).not.toContain("hidden");
  expect(mock.requests.map(({ query }) => query["page"])).toStrictEqual([undefined, "work_2"]);
});

test("--limit is the number of items, and no page is read in vain", async () => {
  mock.reply(
    page([{ id: "work_1" }, { id: "work_2" }], "work_2"),
    page([{ id: "work_3" }, { id: "work_4" }], "work_4"),
  );
  expect(idsIn((await qoderWork([...list, "--json", "--limit", "1"])).stdout)).toStrictEqual(["work_1"]);
  expect(mock.requests.map(({ query }) => query["limit"])).toStrictEqual(["1"]);
  expect(await qoderWork([...list, "--limit", "0"])).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /'--limit <number>' argument '0' is invalid. Expected a number of 1 or more\.$/m,
    ),
  });
});

const items: Partial<WorkItem>[] = [
  { id: "work_1", state: "queued", created_at: ago(60 * 65), latest_heartbeat_at: null, metadata: {} },
  {
    id: "work_23",
    state: "stopping",
    created_at: ago(7_200),
    latest_heartbeat_at: ago(3_600),
    metadata: { a: "b\t", c: "d" },
  },
];

test("on a terminal it is a table that fits", async () => {
  mock.reply(page(items));
  const show = async (columns: number) => {
    const terminal = qoderWorkOnTerminal(list, columns, { NO_COLOR: "1" });
    expect(await terminal.end()).toBe(0);
    return terminal.lines();
  };
  expect(await show(80)).toStrictEqual([
    "ID       STATE     AGE    HEARTBEAT  METADATA",
    "work_1   queued    1h 5m  -          -",
    "work_23  stopping  2h 0m  1h 0m      a=b\\t c=d",
  ]);
  expect(await show(44)).toStrictEqual([
    "ID       STATE     AGE    HEARTBEAT  METADA…",
    "work_1   queued    1h 5m  -          -",
    "work_23  stopping  2h 0m  1h 0m      a=b\\t …",
  ]);
});

test("from a day on, a date is shown, and wide characters fit", async () => {
  const old = { id: "work_1" as const, state: "停止中", metadata: { job: "仕事仕事仕事仕事" } };
  mock.reply(
    page([{ ...old, created_at: "2026-07-01T08:00:00Z", latest_heartbeat_at: "2026-07-02T08:00:00Z" }]),
  );
  const terminal = qoderWorkOnTerminal(list, 52, { NO_COLOR: "1" });
  expect(await terminal.end()).toBe(0);
  expect(terminal.lines()).toStrictEqual([
    "ID      STATE   AGE         HEARTBEAT   METADATA",
    "work_1  停止中  2026-07-01  2026-07-02  job=仕事仕…",
  ]);
});

test("a narrow terminal has the states too", async () => {
  mock.reply(page([{ created_at: ago(65), latest_heartbeat_at: ago(2) }]));
  const terminal = qoderWorkOnTerminal(list, 40, { NO_COLOR: "1" });
  await terminal.end();
  expect(terminal.lines()).toStrictEqual([
    "ID            STATE   AGE    HEARTBEAT …",
    expect.stringMatching(/^work_019f3b… {2}active {2}1m \ds {2}\ds {8}…$/),
  ]);
});

test("in a pipe it is a line for each item, with tabs and without a header", async () => {
  mock.reply(page(items));
  const { stdout } = await qoderWork(list);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  expect(rows).toStrictEqual([
    ["work_1", "queued", "1h 5m", "-", "-"],
    ["work_23", "stopping", "2h 0m", "1h 0m", "a=b\\t c=d"],
  ]);
});

test("it ends quietly when nobody reads on", async () => {
  mock.reply(page(Array.from({ length: 1_000 }, () => ({}))));
  const command = '"$@" --json | head -1 | wc -l; echo $PIPESTATUS';
  const { code, stdout, stderr } = await start("bash", [
    "--norc",
    "-c",
    command,
    "bash",
    process.execPath,
    main,
    ...list,
  ]).result;
  expect({ code, stdout, stderr }).toStrictEqual({ code: 0, stdout: "1\n141\n", stderr: "" });
});
