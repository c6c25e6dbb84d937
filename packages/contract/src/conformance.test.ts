import { execFile } from "node:child_process";
import { promisify, stripVTControlCharacters } from "node:util";
import { type Operation, tokenSchemeOf } from "@qoder/work-codegen";
import { describe, expect, test, vi } from "vitest";
import { driftingSend, startDriftingServer } from "../test/drifting-server.ts";
import { fair, older, undocumented, unjudged } from "../test/fair.ts";
import { type Fault, world } from "../test/fault.ts";
import { faults } from "../test/faults.ts";
import { api, create, operation } from "../test/guarded.ts";
import { refused } from "../test/spec.ts";
import { conformanceOf, type Row } from "./conformance.ts";
import { exchangerOf } from "./exchange.ts";
import { paramsOf, statusesOf } from "./probes.ts";
import { junitOf, tableOf } from "./report.ts";
import { obstacleOf } from "./retry.ts";

const known = {
  environment: world.environment,
  work: world.work,
  "foreign-environment": world.foreign,
  "cloud-environment": world.cloud,
};
const check = (baseUrl: string, options = {}) =>
  conformanceOf({
    api,
    baseUrl,
    token: world.token,
    known,
    create,
    pause: 0,
    ...options,
  });
/** The same with a server without sockets. */
const checkFault = (fault?: Fault, options = {}) =>
  check("http://127.0.0.1", { send: driftingSend([operation], fault), ...options });

/** The answers that no request leads to: each but those of what exists, what is unknown, and what is refused. */
const unasked = operation.responses.filter(({ status }) => !/^(200|400|401|403|404)$/.test(status));
const unprovoked = unasked.map(() => "not run: cannot be provoked from outside");

test("a server that keeps the contract passes, and what cannot be provoked is not run, with the reason", async () => {
  const { rows } = await checkFault();
  const others = rows.filter(({ result }) => result !== "passed");
  expect(others.map(({ result, reason }) => `${result}: ${reason}`)).toStrictEqual(unprovoked);
  const statuses = new Set(rows.flatMap((row) => row.statuses));
  expect(statuses).toStrictEqual(new Set(statusesOf(operation)));
});

test("without ids only what says something without them is run", async () => {
  const { rows } = await checkFault(undefined, { known: {} });
  const notRun = rows.filter(({ result }) => result === "not run");
  expect(notRun.map(({ name, reason }) => `${name} ${reason}`)).toStrictEqual([
    "what exists needs --environment and --work",
    "an unknown work_id needs --environment",
    "an Environment that the token may not see needs --foreign-environment",
    "an Environment that is not self-hosted needs --cloud-environment",
    "a malformed environment_id needs --work",
    "a malformed work_id needs --environment",
    "a scheme in lower case needs --environment and --work",
    ...unasked.map(({ contents, status }) => {
      const names = contents.flatMap(({ examples }) => Object.keys(examples)).join(", ");
      return `${names || `a ${status}`} cannot be provoked from outside`;
    }),
  ]);
  expect(rows.filter((row) => !notRun.includes(row)).every(({ result }) => result === "passed")).toBe(true);
});

test.each(Object.entries(fair))("a server is not blamed for %s", async (_, fault) => {
  const { rows } = await checkFault(fault, { wait: async () => {} });
  const others = rows.filter(({ result }) => result !== "passed");
  expect(others.map(({ result, reason }) => `${result}: ${reason}`)).toStrictEqual(unprovoked);
});

test.each(Object.entries(unjudged))("%s is not judged, and breaks nothing", async (_, [fault, reason]) => {
  const { rows } = await checkFault(fault);
  const others = rows.filter(({ result }) => result !== "passed" && result !== "not run");
  expect(others.map(({ result, reason, findings }) => ({ result, reason, findings }))).toStrictEqual(
    rows
      .filter(({ statuses }) => statuses.join() === "404")
      .map(() => ({ result: "not judged", reason, findings: [] })),
  );
  expect(tableOf({ server: "", rows })).toContain(`not judged: ${reason}`);
  expect(tableOf({ server: "", rows })).toContain(`${others.length} not judged`);
  expect(junitOf({ server: "", rows }, true)).toContain(`<skipped message="not judged: ${reason}"/>`);
});

test.each([
  ["what Retry-After asks for, in seconds", { "retry-after": "7" }, [7000, 7000, 7000]],
  [
    "what Retry-After asks for, as a date",
    { "retry-after": "Thu, 01 Jan 1970 00:01:00 GMT", date: "Thu, 01 Jan 1970 00:00:30 GMT" },
    [30_000, 30_000, 30_000],
  ],
  ["longer each time", {}, [20, 40, 80]],
  [
    "longer each time, if Retry-After is a date that has passed",
    { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" },
    [20, 40, 80],
  ],
  ["longer each time, if Retry-After is negative", { "retry-after": "-1" }, [20, 40, 80]],
  ["longer each time, if Retry-After is a fraction", { "retry-after": "1.5" }, [20, 40, 80]],
  ["not at all for more than a minute", { "retry-after": "61" }, []],
])("before a request is repeated, the command waits %s", async (_, headers, waits) => {
  const send = vi.fn(async () => new Response(null, { status: 503, headers: headers as HeadersInit }));
  const wait = vi.fn(async (_: number) => {});
  const { rows, stopped } = await check("http://127.0.0.1", { send, wait, pause: 10, known: {} });
  const each = [...waits, 10];
  expect(wait.mock.calls.map(([ms]) => ms)).toStrictEqual([...each, ...each, ...waits]);
  // After three requests without an answer the rest is not sent.
  expect(rows.filter(({ result }) => result === "not judged")).toHaveLength(3);
  expect(send).toHaveBeenCalledTimes(3 * (waits.length + 1));
  expect(stopped).toBe("server");
});

test.each([[[]], [[{}, ...operation.security]]])(
  "with %j as its security, no token is wrong",
  async (security) => {
    const { rows } = await checkFault(undefined, {
      api: { ...api, operations: [{ ...operation, security }] },
    });
    const wrong = rows.filter(({ statuses, repeat }) => repeat && statuses.join() === "401");
    expect(wrong).toStrictEqual([]);
  },
);

test("a body that is too long is fetched once", async () => {
  const send = vi.fn(async () => new Response("x".repeat(2_000_000)));
  const { rows } = await check("http://127.0.0.1", { send });
  const sent = rows.filter(({ result }) => result !== "not run");
  expect(send).toHaveBeenCalledTimes(sent.length);
  expect(sent[0]?.findings[0]?.received).toContain("the body is longer than 1048576 bytes");
});

test("a status of a gateway is judged where it is what was asked for", async () => {
  const { responses } = operation;
  const documented = responses.map((one) => (one.status === "404" ? { ...one, status: "504" } : one));
  const changed = { ...operation, responses: documented };
  const send = async () => new Response(null, { status: 504 });
  const probe = { operation: changed, name: "", params: paramsOf(operation), statuses: [504] };
  const exchange = await exchangerOf({ baseUrl: "http://127.0.0.1", token: world.token, send })(probe);
  expect(obstacleOf(exchange)).toBeUndefined();
});

test("a request that is not idempotent is repeated only after 429", async () => {
  const changed = { api: { ...api, operations: [{ ...operation, idempotent: false }] }, writes: true };
  const sent = async (status: number) => {
    const send = vi.fn(async () => new Response(null, { status }));
    await check("http://127.0.0.1", { ...changed, send });
    return send.mock.calls.length;
  };
  expect([await sent(429), await sent(503)]).toStrictEqual([12, 3]);
});

describe("a server with a fault fails, with a sentence that names it", () => {
  test.each(Object.entries(faults))("%s", async (name, [fault, sentence]) => {
    await using server = /cut short/.test(name) ? await startDriftingServer([operation], fault) : undefined;
    const { rows, stopped } = await (server ? check(server.url) : checkFault(fault));
    expect(stopped).toBe(undefined);
    const broken = rows.filter(({ result }) => result === "broken");
    const sentences = broken.flatMap(({ findings }) =>
      findings.map(({ demanded, received, place }) => {
        expect(place).toMatch(/^spec\/.*\.yaml:\d+$/);
        return `${demanded}; received ${received}`;
      }),
    );
    expect(sentences).toContainEqual(expect.stringMatching(sentence));
    expect(sentences).not.toContainEqual(expect.stringContaining("the client"));
    for (const { repeat } of broken) expect(repeat).toMatch(/^curl -sS -i .*['"]http:/);
  });
});

test.each(Object.entries(undocumented))("%s is undocumented, and breaks nothing", async (_, fault) => {
  const { rows } = await checkFault(fault);
  expect(rows.filter(({ result }) => result !== "passed" && result !== "not run")).toMatchObject([
    { result: "undocumented", findings: [{ verdict: "undocumented" }] },
  ]);
  expect(JSON.stringify(rows)).not.toContain("s3cret");
});

test.each(["another request_id", "another object type of an error"])(
  "%s shows in every error, and is said once, with the others",
  async (name) => {
    const report = await checkFault(faults[name]?.[0]);
    const failed = report.rows.filter(({ result }) => result === "broken");
    const errors = report.rows.filter(({ statuses }) => statuses.some((status) => status >= 400));
    expect(failed).toStrictEqual(errors.filter(({ result }) => result !== "not run"));
    const table = tableOf(report);
    expect(table.match(/ demanded /g)).toHaveLength(1);
    for (const { name } of failed.slice(1))
      expect(table).toMatch(new RegExp(`^ +(also in +)?\\d.* ${name}$`, "m"));
  },
);

test("errors without request_id, as older servers have, break nothing", async () => {
  const report = await checkFault(older);
  const results = new Set(report.rows.map(({ result }) => result));
  expect(results).toStrictEqual(new Set(["passed", "undocumented", "not run"]));
  const table = tableOf(report);
  expect(table.match(/ expected /g)).toHaveLength(1);
  expect(table).toContain("must have required property 'request_id'");
});

test("requests are not sent faster than asked", async () => {
  await using server = await startDriftingServer([operation]);
  await check(server.url, { pause: 20 });
  const gaps = server.times.slice(1).map((time, at) => time - (server.times[at] ?? 0));
  expect(gaps.length).toBeGreaterThan(5);
  expect(Math.min(...gaps)).toBeGreaterThan(18);
});

test.each([
  { method: "post" },
  { method: "put" },
  { method: "patch" },
  { method: "delete" },
  { method: "trace" },
  { idempotent: false },
] as Partial<Operation>[])("%j: what may change something is sent only with `writes`", async (change) => {
  await using server = await startDriftingServer([operation]);
  const changed = { api: { ...api, operations: [{ ...operation, ...change }] } };
  const { rows } = await check(server.url, changed);
  expect(server.times).toHaveLength(0);
  expect(rows.flatMap(({ statuses }) => statuses)).toStrictEqual(statusesOf(operation));
  expect(new Set(rows.map(({ reason }) => reason))).toStrictEqual(
    new Set(["may change something: needs --writes"]),
  );
  const written = await check(server.url, { ...changed, writes: true });
  expect(server.times.length).toBeGreaterThan(5);
  expect(written.rows[0]).toMatchObject({ name: "what exists", result: "passed" });
});

test.each(["head", "options"] as const)("%s is sent, because it changes nothing", async (method) => {
  await using server = await startDriftingServer([operation]);
  await check(server.url, { api: { ...api, operations: [{ ...operation, method }] } });
  expect(server.times.length).toBeGreaterThan(5);
});

test("a request with a body is repeated with it", async () => {
  const send = async () => Response.json({}, { status: 418 });
  const client = () => ({
    [operation.id]: () =>
      fetchOf(
        new Request("http://127.0.0.1/x", {
          method: "POST",
          body: "it's",
          headers: { authorization: `Bearer ${world.token}` },
        }),
      ),
  });
  let fetchOf: (request: Request) => unknown = () => {};
  const create = (options: { fetch: typeof fetchOf }) => {
    fetchOf = options.fetch;
    return client();
  };
  const { rows } = await check("http://127.0.0.1", { send, create });
  expect(rows[0]?.repeat).toBe(
    `curl -sS -i -X POST --data-raw 'it'\\''s' -H "Authorization: Bearer $QODER_PAT" -H 'content-type: text/plain;charset=UTF-8' 'http://127.0.0.1/x'`,
  );
});

test("a refused token stops the run at once, and no answer soon", async () => {
  await using server = await startDriftingServer([operation]);
  const refused = await check(server.url, { token: "pt-expired" });
  expect(server.times).toHaveLength(1);
  expect(refused.stopped).toBe("token");
  const [first, ...rest] = refused.rows;
  expect(first?.result).toBe("broken");
  expect(new Set(rest.map(({ reason }) => reason))).toStrictEqual(new Set(["the server refused the token"]));

  await server[Symbol.asyncDispose]();
  const silent = await check(server.url);
  expect(silent.stopped).toBe("server");
  const tried = silent.rows.filter(({ result }) => result !== "not run");
  expect(tried.map(({ result }) => result)).toStrictEqual(["not judged"]);
  expect(tried[0]?.reason).toContain("fetch failed");
  const { rows } = await check(server.url, { known: {} }); // where the first probes are not run
  expect(rows[0]?.result).toBe("not run");
  expect(rows.filter(({ result }) => result !== "not run")).toHaveLength(1);
});

describe("the token is not in the report, even if the server sends it back", () => {
  const token = 'pt-ZQXJ"a\\b??>';
  const escaped = token.replaceAll(/./gs, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
  const inBody =
    (text: string): Fault =>
    (reply) => ({ ...reply, body: { type: text } });
  const inHeader =
    (value: string): Fault =>
    (reply) => ({ ...reply, headers: { "content-type": value } });
  test.each<[string, Fault]>([
    ["as it is", inBody(token)],
    ["where a long text is cut", inBody(`${"x".repeat(70)}${token}`)],
    ["encoded for a URL", inBody(encodeURIComponent(token))],
    ["with each character escaped", (reply) => ({ ...reply, body: `{"type":"${escaped}"}` })],
    ["as a name, escaped", (reply) => ({ ...reply, body: `{"${escaped}":1}` })],
    ["escaped in JSON in JSON", inBody(`{"token":"${escaped}"}`)],
    ["escaped in what is no JSON", (reply) => ({ ...reply, body: `{"type":"${escaped}` })],
    [
      "in a header that the client shows",
      (reply) => ({ ...reply, headers: { "x-request-id": token }, body: {} }),
    ],
    ["in Base64", inBody(btoa(token))],
    ["in Base64 without padding", inBody(btoa(token).replace("=", ""))],
    ["in base64url", inBody(Buffer.from(token).toString("base64url"))],
    ["with its scheme in Base64", inBody(btoa(`Bearer ${token}`))],
    ["with its scheme in base64url", inBody(Buffer.from(`Bearer ${token}`).toString("base64url"))],
    ["as the name of a field", (reply) => ({ ...reply, body: { [token]: 1 } })],
    ["as a media type", inHeader(token)],
    ["as a charset", inHeader(`application/json; charset=${token}`)],
  ])("%s", async (_, fault) => {
    const report = await checkFault(fault, { token });
    const shown = [tableOf(report), junitOf(report, true), JSON.stringify(report)].join("\n");
    expect(shown).not.toMatch(/ZQXJ/i);
    expect(shown).not.toMatch(/0051\\*u0058/);
    for (const encoding of ["base64", "base64url"] as const)
      for (const plain of [token, `Bearer ${token}`])
        expect(shown).not.toContain(Buffer.from(plain).toString(encoding).replaceAll("=", ""));
    expect(shown).toContain("$QODER_PAT");
  });
});

test("the true token is sent where it must be refused, and the report has the variable in its place", async () => {
  const report = await checkFault((reply, _, answer) => (reply.status === 401 ? answer(200) : reply));
  const shown = [tableOf(report), junitOf(report, true), JSON.stringify(report)].join("\n");
  for (const form of [world.token, btoa(world.token), btoa(`${world.token}:`)])
    expect(shown).not.toContain(form);
  const repeats = report.rows.flatMap(({ name, repeat = "" }) => (/^the token/.test(name) ? [repeat] : []));
  const script = `curl() { printf '%s\\n' "$@"; }\n${repeats.join("\n")}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script], { env: { QODER_PAT: world.token } });
  const withToken = stdout.split("\n").filter((argument) => argument.includes(world.token));
  expect(withToken).toStrictEqual([
    `Authorization: ${world.token}`,
    `Authorization: Token ${world.token}`,
    `${world.token}:`,
    ...refused.map(({ in: place, name }) =>
      place === "header"
        ? `${name}: ${world.token}`
        : expect.stringMatching(new RegExp(`^http:.*\\?${name}=${world.token}$`)),
    ),
  ]);
});

test.each<[string, Row["result"], Fault]>([
  [
    "a Content-Type without a subtype",
    "broken",
    (reply) => ({ ...reply, headers: { "content-type": "json" } }),
  ],
  [
    "a Content-Type with half a parameter",
    "passed",
    (reply) => ({ ...reply, headers: { ...reply.headers, "content-type": "application/json;" } }),
  ],
  [
    "a deep body",
    "broken",
    (reply) => ({ ...reply, body: `{"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}` }),
  ],
  ["a body of 2 MB", "broken", (reply) => ({ ...reply, body: JSON.stringify({ x: "x".repeat(2_000_000) }) })],
  [
    "names of objects",
    "broken",
    (reply) => ({ ...reply, body: '{"__proto__":1,"constructor":2,"toString":3}' }),
  ],
  [
    "many fields",
    "broken",
    (reply) => ({
      ...reply,
      body: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`field${at}`, 1])),
    }),
  ],
])("%s is %s, does not end the run, and fits a terminal", async (_, result, fault) => {
  const report = await checkFault((reply, ...others) =>
    reply.status === 200 ? fault(reply, ...others) : reply,
  );
  expect(report.stopped).toBe(undefined);
  expect(report.rows[0]?.result).toBe(result);
  expect(
    Math.max(
      ...tableOf(report)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThan(500);
});

test("an answer can neither steer the terminal nor add lines to a report", async () => {
  const evil = "\u001b[2J\nFORGED\u009b31m\ufffe\u202e\u2066\u200f\u{e0001}";
  const report = await checkFault((reply) => ({
    ...reply,
    body: { [evil]: evil, type: evil, metadata: { [evil]: 1 } },
  }));
  for (const text of [stripVTControlCharacters(tableOf(report)), junitOf(report, false)]) {
    expect(text).not.toMatch(/[^\P{C}\n]|^FORGED/mu);
    expect(text).toContain("\\u001b[2J");
    expect(text).toContain("\\u202e\\u2066");
  }
});

test("a token that is refused on a malformed request stops the run too", async () => {
  const { rows, stopped } = await checkFault((reply, { params }, answer) =>
    params["environment_id"]?.startsWith("env_") ? reply : answer(401),
  );
  expect(stopped).toBe("token");
  expect(rows.find(({ name }) => name === "a malformed work_id")?.result).toBe("not run");
});

test("a 401 does not stop the run where the spec asks for no token, or for more than it", async () => {
  const token = tokenSchemeOf(api) ?? "";
  const open = { ...operation, security: [{}, { [token]: [], Another: [] }] };
  const send = driftingSend([open], (_, __, answer) => answer(401));
  const options = { api: { ...api, operations: [open] }, send };
  expect((await check("http://127.0.0.1", options)).stopped).toBe(undefined);
});
