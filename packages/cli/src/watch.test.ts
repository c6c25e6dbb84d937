import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isGuarded } from "@qoder/work-codegen/test/authorized.ts";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  ago,
  answer,
  ids,
  item,
  main,
  onTerminal,
  qoderWork,
  qoderWorkOnTerminal,
  start,
} from "../test/qoder-work.ts";

let mock: Mock;
let args: string[];
beforeAll(async () => {
  mock = await startMock();
  args = ["watch", ...ids, "--base-url", mock.url, "--interval", "20ms"];
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const watchOn = (columns: number, env = {}, ...options: string[]) =>
  onTerminal(process.execPath, [main, ...args, ...options], columns, env);
const showOn = (columns: number, env = {}, ...options: string[]) =>
  qoderWorkOnTerminal([...args, ...options], columns, env);
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 50_000, interval: 10 });

test("in a pipe, each change is a line without colour, and the end of the item is a success", async () => {
  const created_at = ago(65);
  mock.reply(
    answer({ state: "queued", created_at, latest_heartbeat_at: null }),
    answer({ state: "queued", created_at, latest_heartbeat_at: null }),
    answer({ state: "active", created_at, latest_heartbeat_at: ago(1) }),
    "stopped",
  );
  const { code, stdout, stderr } = await qoderWork(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /^queued {2}1m \d+s {2}work_\w+ {2}no heartbeat\nactive {2}1m \d+s {2}work_\w+ {2}heartbeat \d+s ago\nstopped {2}1m 40s {2}work_\w+\n$/,
  );
});

test("--json prints each change in a line, without the secret", async () => {
  const secret = { secret: "hidden" } as object;
  mock.reply(answer({ state: "paused", ...secret }), answer({ state: "stopped", ...secret }));
  const { code, stdout, stderr } = await qoderWork([...args, "--json"], { FORCE_COLOR: "1" });
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toStrictEqual([
    { ...item, state: "paused" },
    { ...item, state: "stopped" },
  ]);
});

test("on a terminal, one line in colour is drawn again as time passes and the item changes", async () => {
  mock.reply(answer({ created_at: ago(65), latest_heartbeat_at: ago(3) }));
  const terminal = showOn(80);
  await until(() => /^active {2}1m \d+s {2}work_\w+ {2}heartbeat \ds ago/.test(terminal.lines()[0] ?? ""));
  const before = terminal.lines()[0] as string;
  await until(() => terminal.lines()[0] !== before);
  expect(terminal.lines()).toStrictEqual([expect.stringMatching(/^active {2}1m /)]);
  mock.reply("stopped");
  expect(await terminal.end()).toBe(0);
  expect(terminal.lines()).toStrictEqual([`stopped  1m 40s  ${item.id}`]);
  expect(terminal.cursor()).toStrictEqual({ column: 0, row: 1 });
  expect(terminal.sent()).toContain("\u001b[1mstopped\u001b[22m");
});

test("a narrow terminal gets what fits, also after it has become narrower, and Ctrl-C ends it at once", async () => {
  mock.reply(answer({ created_at: ago(65), latest_heartbeat_at: ago(3) }));
  const terminal = watchOn(120);
  const shows = (pattern: RegExp) => until(() => pattern.test(terminal.lines().join("\n")));
  await shows(/^active {2}1m \d+s {2}work_\w+ {2}heartbeat \d+s ago$/);
  await terminal.resize(20);
  await shows(/^active {2}1m \d+s$/);
  await terminal.resize(5);
  await shows(/^act…$/);
  await terminal.resize(40);
  await shows(/^active {2}1m \d+s {2}work_\w+…$/);
  await terminal.resize(100);
  await shows(/^active {2}1m \d+s {2}work_\w+ {2}heartbeat \d+s ago$/);
  mock.reply({ example: "active", delay: 60_000 });
  const { length } = mock.requests;
  await until(() => mock.requests.length > length);
  terminal.press("\u0003");
  expect(await terminal.end()).toBe(130);
  expect(terminal.lines()).toStrictEqual([expect.stringMatching(/^active .* ago$/)]);
  expect(terminal.cursor()).toStrictEqual({ column: 0, row: 1 });
  expect(terminal.sent()).not.toContain("\u001b[?25l"); // hides the cursor
});

test("in a pipe, a signal ends it without a word", async () => {
  mock.reply("active");
  const { child, printed, result } = start(process.execPath, [main, ...args]);
  await until(() => printed.stdout !== "");
  child.kill("SIGTERM");
  expect(await result).toMatchObject({ code: 143, stderr: "" });
});

test("a terminal that is closed ends it as the signal does", async () => {
  mock.reply("active");
  const code = join(await mkdtemp(join(tmpdir(), "watch-")), "code");
  onTestFinished(() => rm(dirname(code), { recursive: true }));
  const note = 'trap "" HUP; "$@"; echo $? > "$0"';
  const terminal = onTerminal("sh", ["-c", note, code, process.execPath, main, ...args], 80);
  await until(() => terminal.lines().length > 0);
  terminal.close();
  await vi.waitUntil(() => readFile(code, "utf8").catch(() => ""), { timeout: 50_000 });
  expect(await readFile(code, "utf8")).toBe("129\n");
});

test("what fails for a while is said above the line; NO_COLOR is obeyed", async () => {
  mock.reply("active", { status: 503, headers: { "retry-after": "0" }, body: "" });
  const terminal = showOn(200, { NO_COLOR: "1" });
  await until(() => terminal.lines().length === 2);
  const [warning, line] = terminal.lines();
  expect(warning).toMatch(/^qoder-work: warning: 503 .* See https:.*errors\.html#api$/);
  expect(line).toMatch(/^active /);
  mock.reply("stopped");
  expect(await terminal.end()).toBe(0);
  expect(terminal.sent()).not.toContain("\u001b[1m");
});

test.each<[token: string, code: number, line: RegExp]>([
  ["pt-secret", 4, /^qoder-work: 404 /],
  isGuarded("getWorkItem")
    ? ["", 2, /^qoder-work: there is no (token|credential)/]
    : ["", 4, /^qoder-work: 404 /],
])("an error on a terminal is its only line, with the token %j", async (QODER_PAT, code, line) => {
  mock.reply(404);
  const terminal = showOn(200, { QODER_PAT });
  expect(await terminal.end()).toBe(code);
  expect(terminal.lines()).toStrictEqual([expect.stringMatching(line)]);
  expect(terminal.cursor()).toStrictEqual({ column: 0, row: 1 });
});

test("FORCE_COLOR colours a pipe", async () => {
  mock.reply("stopped");
  expect((await qoderWork(args, { FORCE_COLOR: "1" })).stdout).toContain("\u001b[1mstopped");
});

test("a terminal gets lines of JSON too", async () => {
  mock.reply("active", "stopped");
  const terminal = showOn(80, {}, "--json");
  expect(await terminal.end()).toBe(0);
  const states = terminal
    .sent()
    .trimEnd()
    .split("\r\n")
    .map((line) => JSON.parse(line).state);
  expect(states).toStrictEqual(["active", "stopped"]);
});

test("a terminal that cannot redraw gets a line for each change", async () => {
  mock.reply("active", "stopped");
  const terminal = showOn(80, { TERM: "dumb" });
  await terminal.end();
  expect(terminal.sent()).toMatch(/^active .*\r\nstopped .*\r\n$/);
});
