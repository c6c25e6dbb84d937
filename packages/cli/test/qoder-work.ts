import { spawn } from "node:child_process";
import { once } from "node:events";
import { WriteStream } from "node:tty";
import { fileURLToPath } from "node:url";
import type { WorkItem } from "@qoder/work-client";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import xterm from "@xterm/headless";
import { onTestFinished, vi } from "vitest";
import type { Api } from "../src/operation.ts";
import { run } from "../src/program.ts";

export const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const { examples } = spec.components;
export const item = examples.WorkItemActive.value;
export const lastPage = examples.WorkItemListLastPage.value;
export const stats = examples.WorkQueueStatsWaiting.value;
export const ids = [item.environment_id, item.id];

/** An answer of the mock: the documented example with other fields, as the API sends it. */
export const answer = (fields: Partial<WorkItem>) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ ...item, ...fields }),
});

/** A time of the past, as the API writes it. */
export const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

type Environment = Record<string, string>;

/** The environment of a command: not that of the tests, as `CI` and others change colours. */
const environmentOf = (env: Environment): Environment => ({
  PATH: process.env["PATH"] ?? "",
  QODER_PAT: "pt-secret",
  ...env,
});

/** Starts a program, such as the built command, and collects what it prints. It ends with the test. */
export function start(file: string, args: string[], env: Environment = {}) {
  const child = spawn(file, args, { env: environmentOf(env) });
  onTestFinished(() => void child.kill());
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  const result = once(child, "close").then(([code, signal]) => ({ code: code ?? signal, ...printed }));
  return { child, printed, result };
}

/** Runs a command line in this process, which is fast, and collects what it prints. */
export async function qoderWork(
  args: string[],
  env: Environment = {},
  signal = new AbortController().signal,
  show = (_text: string) => {},
  ...api: [Api?]
) {
  const printed = { stdout: "", stderr: "" };
  const into = (name: keyof typeof printed, end: string) => (text: unknown) => {
    printed[name] += `${text}${end}`;
    show(`${text}${end}`);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(into("stdout", "")),
    vi.spyOn(process.stderr, "write").mockImplementation(into("stderr", "")),
    vi.spyOn(console, "log").mockImplementation(into("stdout", "\n")),
    vi.spyOn(console, "error").mockImplementation(into("stderr", "\n")),
  ];
  const stubs = environmentOf(env);
  for (const name of Object.keys({ ...process.env, ...stubs })) vi.stubEnv(name, stubs[name]);
  const code = await run(args, signal, ...api);
  for (const spy of spies) spy.mockRestore();
  vi.unstubAllEnvs();
  return { code, ...printed };
}

/** A screen of ten rows, as a person would see it. */
function screenOf(columns: number) {
  const screen = new xterm.Terminal({ cols: columns, rows: 10, allowProposedApi: true });
  const { active } = screen.buffer;
  return {
    screen,
    /** The text on the screen, without empty lines. */
    lines: () =>
      Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? "")
        .map((line) => line.trimEnd())
        .filter(Boolean),
    cursor: () => ({ column: active.cursorX, row: active.baseY + active.cursorY }),
    drawn: () => new Promise<void>((resolve) => screen.write("", resolve)),
  };
}

/** Runs a command line in this process, as on a terminal, which is fast. */
export function qoderWorkOnTerminal(args: string[], columns: number, env: Environment = {}, ...api: [Api?]) {
  const { screen, lines, cursor, drawn } = screenOf(columns);
  for (const stream of [process.stdout, process.stderr]) {
    const before = { isTTY: stream.isTTY, columns: stream.columns, getColorDepth: stream.getColorDepth };
    Object.assign(stream, { isTTY: true, columns, getColorDepth: WriteStream.prototype.getColorDepth });
    onTestFinished(() => void Object.assign(stream, before));
  }
  let sent = "";
  const show = (text: string) => {
    const output = text.replaceAll("\n", "\r\n"); // as the driver of a terminal does
    sent += output;
    screen.write(output);
  };
  const result = qoderWork(args, { TERM: "xterm-256color", ...env }, undefined, show, ...api);
  return {
    lines,
    cursor,
    sent: () => sent,
    async end() {
      const { code } = await result;
      await drawn();
      return code;
    },
    result,
  };
}

/** Runs a program on a pseudo-terminal of ten rows, and keeps what a person would see there. */
export function onTerminal(file: string, args: string[], columns: number, env: Environment = {}) {
  const { screen, lines, cursor, drawn } = screenOf(columns);
  const words = [file, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const { child, printed, result } = start(
    "script",
    ["-qec", `stty cols ${columns} rows 10; tty; exec ${words}`, "/dev/null"],
    { TERM: "xterm-256color", ...env },
  );
  let device = "";
  let sent = "";
  child.stdout.on("data", () => {
    const [, first, output] = /^(.*?)\r\n(.*)$/s.exec(printed.stdout) ?? [];
    if (first === undefined || output === undefined) return;
    screen.write(output.slice(sent.length));
    device = first;
    sent = output;
  });
  return {
    lines,
    cursor,
    /** All that was sent to the terminal. */
    sent: () => sent,
    press: (keys: string) => child.stdin.write(keys),
    close: () => child.kill("SIGKILL"),
    async resize(to: number) {
      screen.resize(to, 10);
      await start("stty", ["-F", device, "cols", String(to)]).result;
    },
    async end() {
      const { code } = await result;
      await drawn();
      return code;
    },
  };
}
