import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ClientOptions } from "@qoder/work-client";
import { startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { gardenClient } from "../../client/test/garden.ts";
import { qoderWork, qoderWorkOnTerminal } from "../test/qoder-work.ts";
import { operations, variables } from "./generated/commands.gen.ts";
import { type Api, hintFor } from "./operation.ts";

/** Another API, with every kind of operation, which answers what a test says. */
let garden: Api;
let folder: string;
let sent: { method: string; url: string; headers: Record<string, string>; body: string }[];
let answer: () => Response;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "call-"));
  const made = (await gardenClient("garden-of-cli")).folder;
  const [table, client] = await Promise.all(
    ["generated/commands.gen", "client"].map((name) => import(/* @vite-ignore */ `${made}${name}.ts`)),
  );
  const fetch = async (request: Request) => {
    const { method, url, headers } = request;
    sent.push({ method, url, headers: Object.fromEntries(headers), body: await request.text() });
    return answer();
  };
  garden = {
    ...table,
    createClient: (options: ClientOptions = {}) => client.createClient({ ...options, fetch }),
  };
});
beforeEach(() => {
  sent = [];
  answer = () => Response.json({ data: [], has_more: false });
});
afterAll(() => rm(folder, { recursive: true }));

const call = (...args: string[]) => callWith({ KEY: "k", QUERY: "q&1" }, ...args);
const callWith = (env: Record<string, string>, ...args: string[]) =>
  qoderWork(["call", ...args], { COLUMNS: "80", ...env }, undefined, undefined, garden);

const file = (text: string | Buffer) => {
  const name = join(folder, "body.json");
  writeFileSync(name, text);
  return name;
};

describe("a call", () => {
  test("sends lists, objects, numbers and headers as the spec says", async () => {
    const words = ["color=red", "color=dark blue", "beds=1", "beds=2", 'near={"lat":47.5}', "limit=5"];
    expect(await call("listPlants", ...words, "wild=false", "x-trace=a=b")).toStrictEqual({
      code: 0,
      stdout: '{"data":[],"has_more":false}\n',
      stderr: "",
    });
    const query = "color=red&color=dark%20blue&beds=1|2&lat=47.5&limit=5&wild=false";
    expect(sent[0]?.url).toBe(`https://north.garden.example/v2/plants?${query}`);
    expect(sent[0]?.headers).toMatchObject({ "x-trace": "a=b" });
  });

  test("sends a body of a file or of stdin", async () => {
    answer = () => Response.json({ id: 7 }, { status: 201 });
    await call("createPlant", "--body", file('\uFEFF{"name": "Rose"}'));
    vi.spyOn(process, "stdin", "get").mockReturnValueOnce(Readable.from(['{"na', 'me":"Leek"}']) as never);
    await call("createPlant", "--body", "-");
    expect(sent.map(({ body }) => body)).toStrictEqual(['{"name":"Rose"}', '{"name":"Leek"}']);
  });

  test("writes a form", async () => {
    answer = () => Response.json([1]);
    await call("waterPlant", "plant=7", "--body", file('{ "liters": 1.5, "tools": ["spade"] }'));
    expect(sent[0]).toMatchObject({ method: "POST", body: "liters=1.5&tools=spade" });
  });

  test("loses no digit of a large number", async () => {
    await call("getPlant", "plant=12345678901234567890");
    expect(sent[0]?.url).toMatch(/\/12345678901234567890$/);
  });

  test("prints nothing where there is no answer, and sends a credential in the query", async () => {
    answer = () => new Response(null, { status: 204 });
    expect(await call("deletePlant", "plant=7")).toStrictEqual({ code: 0, stdout: "", stderr: "" });
    expect(sent[0]).toMatchObject({
      method: "DELETE",
      url: "https://north.garden.example/v2/plants/7?garden_key=q%261",
      headers: { "x-garden-key": "k" },
    });
    await callWith({ QODER_PAT: "", BASIC_USERNAME: "ada", BASIC_PASSWORD: "a:b" }, "deletePlant", "plant=7");
    expect(sent[1]?.headers["authorization"]).toBe(`Basic ${btoa("ada:a:b")}`);
    expect(await callWith({ QODER_PAT: "" }, "deletePlant", "plant=7")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("set BASIC_USERNAME and BASIC_PASSWORD, or KEY and QUERY. See"),
    });
    expect(await callWith({ QODER_PAT: "" }, "listPlants", "color=red")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("set QODER_PAT. See"),
    });
  });

  test("needs a credential only where the API does", async () => {
    answer = () => Response.json("pong");
    expect(await callWith({ QODER_PAT: "" }, "ping")).toMatchObject({ code: 0, stdout: '"pong"\n' });
    expect(sent[0]?.headers["authorization"]).toBe(undefined);
  });

  test.each([
    ["null", "getPlant", "plant=7"],
    ['"pong"', "ping"],
  ])("prints %s", async (json, ...args) => {
    answer = () => Response.json(JSON.parse(json));
    expect((await call(...args)).stdout).toBe(`${json}\n`);
  });

  test("prints indented JSON on a terminal, and a line with --json", async () => {
    answer = () => Response.json({ id: 7 });
    const terminal = qoderWorkOnTerminal(["call", "getPlant", "plant=7"], 80, {}, garden);
    await terminal.end();
    expect(terminal.lines()).toStrictEqual(["{", '  "id": 7', "}"]);
    const line = qoderWorkOnTerminal(["call", "getPlant", "plant=7", "--json"], 80, {}, garden);
    await line.end();
    expect(line.lines()).toStrictEqual(['{"id":7}']);
  });
});

describe("a mistake is one sentence, and nothing is sent:", () => {
  const path = "plant=7";
  test.each<[name: string, args: string[], body: string | Buffer | undefined, stderr: string | RegExp]>([
    ["a word", ["ping", "now"], undefined, 'expected NAME=VALUE; received "now"'],
    ["a parameter that is missing", ["getPlant"], undefined, "missing required plant=…"],
    [
      "a name that is unknown",
      ["getPlant", "plnt=7"],
      undefined,
      '"plnt" is no parameter; expected plant=… (Did you mean plant?)',
    ],
    ["a name where there is none", ["ping", "a=b"], undefined, '"a" is no parameter; expected no NAME=VALUE'],
    ["a value too many", ["getPlant", path, path], undefined, "`plant` takes one value; received more"],
    ["no integer", ["getPlant", "plant=7.5"], undefined, '`plant` must be an integer; received "7.5"'],
    [
      "no integer in a list",
      ["listPlants", "color=red", "beds=1,2"],
      undefined,
      '`beds` must be an integer (repeat beds=… for more of them); received "1,2"',
    ],
    ["no number", ["getBedLog", "bed=1.5x"], undefined, '`bed` must be a number; received "1.5x"'],
    ["no boolean", ["listPlants", "wild=1"], undefined, '`wild` must be one of true, false; received "1"'],
    [
      "another value than those of the enum",
      ["getBedLog", "color=violet"],
      undefined,
      '`color` must be one of red, white, dark blue; received "violet"',
    ],
    [
      "nearly a value of the enum",
      ["getBedLog", "color=whit"],
      undefined,
      '`color` must be one of red, white, dark blue; received "whit" (Did you mean white?)',
    ],
    ["no object", ["listPlants", "near=[1]"], undefined, '`near` must be an object of JSON; received "[1]"'],
    [
      "an object that is broken",
      ["listPlants", "near={1}"],
      undefined,
      /^`near` must be JSON: .*position 1 .*/,
    ],
    ["a body that is missing", ["createPlant"], undefined, "required option '--body <file>' not specified"],
    ["a body that is not taken", ["getPlant", path], "{}", "unknown option '--body'"],
    ...(["latin1", "utf16le"] as const).map((encoding): [string, string[], Buffer, RegExp] => [
      `a body in ${encoding}, as Windows writes it`,
      ["createPlant"],
      Buffer.from('\uFEFF{"name": "Frühlingsrose"}'.slice(encoding === "latin1" ? 1 : 0), encoding),
      /body\.json: expected UTF-8; received another encoding/,
    ]),
    ["a body that is broken", ["createPlant"], '{"a": 1,\n}', /body\.json must be JSON: .*line 2 column 1/],
    [
      "a file that is missing",
      ["createPlant", "--body", "missing.json"],
      undefined,
      /^--body: ENOENT: .*missing\.json'$/,
    ],
    [
      "an operation that is unknown",
      ["getPlants"],
      undefined,
      /^unknown command 'getPlants' \(Did you mean getPlant\?\)$/,
    ],
  ])("%s", async (_, args, body, problem) => {
    const result = await call(...args, ...(body === undefined ? [] : ["--body", file(body)]));
    expect(result).toStrictEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^qoder-work: .*\n$/),
    });
    const text = result.stderr.slice("qoder-work: ".length, -1);
    if (typeof problem === "string") expect(text).toBe(problem);
    else expect(text).toMatch(problem);
    expect(sent).toStrictEqual([]);
  });
});

test("another word is meant only where some of its signs are there", () => {
  expect(hintFor("whit", ["red", "white"])).toBe(" (Did you mean white?)");
  expect(hintFor("9", ["1", "2"])).toBe("");
});

test("Ctrl-C ends a call that waits for its body", async () => {
  const stdin = new Readable({ read: () => stop.abort(130) });
  const stop = new AbortController();
  vi.spyOn(process, "stdin", "get").mockReturnValueOnce(stdin as never);
  const args = ["call", "createPlant", "--body", "-"];
  const result = await qoderWork(args, {}, stop.signal, undefined, garden);
  expect(result).toStrictEqual({ code: 130, stdout: "", stderr: "" });
});

describe("the help", () => {
  test("lists the operations with their summaries", async () => {
    const { stdout } = await call("--help");
    for (const [id, { summary }] of Object.entries(garden.operations))
      expect(stdout).toMatch(new RegExp(`^ {2}${id} +${summary.replace(/[()]/g, "\\$&")}$`, "m"));
  });

  test("of an operation has its parameters, and no body where there is none", async () => {
    const { stdout } = await call("listPlants", "--help");
    expect(stdout.replace(/^ +/gm, " ").replace(/\s+/g, " ")).toContain(
      [
        "Lists plants, one page at a time.",
        "Arguments:",
        "color=<string> Colors of flowers, any of them. (required; may be repeated; one of red, white, dark blue)",
        "beds=<integer> Numbers of beds. (may be repeated; such as 1)",
        "words=<string> Words in the notes. (may be repeated; such as dry)",
        'near=<object> A place, as fields of the query. (such as {"lat":47.5,"long":8.5})',
      ].join(" "),
    );
    expect(stdout).toMatch(/limit=<integer> .*\(default: 20\)/);
    expect(stdout).not.toContain("--body");
  });

  test("has the body and an example of it", async () => {
    const { stdout } = await call("waterPlant", "--help");
    const column = /^ +--json +/m.exec(stdout)?.[0].length;
    expect(stdout).toMatch(
      new RegExp(`^(?= +--body <file>).{${column}}\\(required; file of JSON, or - for stdin\\)$`, "m"),
    );
    expect(stdout).toContain(
      'Example of a body, sent as application/x-www-form-urlencoded:\n{\n  "liters": 1.5,\n  "tools"',
    );
  });
});

test("every operation of the spec can be called, with the parameters and the body that its help shows", async () => {
  const mock = await startMock();
  onTestFinished(() => mock.close());
  const names = Object.values<string[]>(variables).flat();
  const env = Object.fromEntries(names.map((name) => [name, "secret"]));
  for (const [id, { parameters, body }] of Object.entries<Api["operations"][string]>(operations)) {
    const required = parameters.filter((parameter) => parameter.required);
    const words = required.map(({ name, example, values }) => `${name}=${example ?? values?.[0]}`);
    const args = body ? ["--body", file(body.example)] : [];
    const result = await qoderWork(["call", id, ...words, ...args, "--base-url", mock.url], env);
    expect(result, id).toMatchObject({ code: 0, stderr: "" });
  }
  expect(mock.requests.map(({ operation }) => operation)).toStrictEqual(Object.keys(operations));
});
