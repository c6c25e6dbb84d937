import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ids, item, lastPage, qoderWork, qoderWorkOnTerminal, stats } from "../test/qoder-work.ts";

const [environment, work] = ids;
const token = "pt-0123456789";
/** Moves a terminal: ESC, line ends, C1, bidirectional and other invisible characters. */
const evil = "x\u001b[2J\u0007\r\n\u009b31m\u202e\u2066\u200b\u2028y";
const unsafe = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A server that answers every request with one status and body. */
let server: Server;
let url: string;
let status: number;
let body: string;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json", "x-request-id": token }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const respond = (code: number, value: unknown) => {
  status = code;
  body = JSON.stringify(value);
};
const run = (...args: string[]) => qoderWork([...args, "--base-url", url], { QODER_PAT: token });

const commands: string[][] = [
  ["get", ...ids],
  ["watch", ...ids],
  ["wait", ...ids],
  ["list", environment],
  ["stats", environment],
  ["stop", ...ids],
  ["set", ...ids, "job=b"],
  ["call", "getWorkItem", `environment_id=${environment}`, `work_id=${work}`],
] as string[][];

describe.each([
  ["an empty object", {}],
  ["null", null],
  ["a list", []],
  ["an error envelope", { type: "error", request_id: "r", error: { type: "api_error", message: "no" } }],
  ["an item that lacks a field", { ...item, state: undefined }],
])("%s as a success", (_, answer) => {
  test.each(commands)("is one clear error of %s", async (...args) => {
    respond(200, answer);
    const { code, stdout, stderr } = await run(...args, "--json");
    expect({ code, stdout }).toStrictEqual({ code: 5, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({ kind: "decode", exit_code: 5 });
    expect((await run(...args)).stderr).toMatch(/^qoder-work: .*#decode\n$/);
  });
});

test.each([[], ["--json"]])(
  "an answer that is nested too deeply is one clear error, with %j",
  async (...options) => {
    status = 200;
    body = `${JSON.stringify(item).slice(0, -1)},"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    for (const args of [commands[0], commands[7]] as string[][]) {
      const { code, stdout, stderr } = await run(...args, ...options);
      expect({ code, stdout }).toStrictEqual({ code: 5, stdout: "" });
      expect(stderr).toMatch(/nested too deeply.*#decode.*\n$/);
    }
  },
);

describe("text of a server cannot move a terminal, nor show the token:", () => {
  const fields = { state: "stopped", metadata: { [evil]: evil, token }, [evil]: [{ [evil]: evil }] };
  const one = { ...item, ...fields, created_at: item.created_at };
  const error = { type: evil, message: `${evil} ${token}`, param: evil };
  const list = { ...lastPage, data: [{ ...one, state: evil }] };
  const answers: Record<string, unknown> = { list, stats: { ...stats, [evil]: evil } };

  test.each(commands.flatMap((args) => [args, [...args, "--json"]]))("%s %s", async (...args) => {
    const show = async () => {
      const { stdout, stderr } = await run(...args);
      expect(stdout + stderr).not.toMatch(unsafe);
      expect(stdout + stderr).not.toContain(token);
      return { stdout, stderr };
    };
    respond(200, answers[args[0] ?? ""] ?? one);
    const { stdout, stderr } = await show();
    expect(stderr).toBe("");
    expect(stdout).not.toMatch(/^y/m);
    respond(400, { type: "error", request_id: evil, error });
    expect((await show()).stderr).toMatch(/^.+\n$/);
  });

  test.each([["list", environment], commands[0], commands[1], commands[2], commands[7]] as string[][])(
    "%s on a terminal",
    async (...args) => {
      respond(200, answers[args[0] ?? ""] ?? one);
      const terminal = qoderWorkOnTerminal([...args, "--base-url", url], 80, {
        NO_COLOR: "1",
        QODER_PAT: token,
      });
      expect(await terminal.end()).toBe(0);
      expect(terminal.sent().replaceAll("\u001b[K", "").replaceAll("\r", "")).not.toMatch(unsafe);
    },
  );
});
