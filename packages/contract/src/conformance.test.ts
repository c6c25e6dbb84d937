import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { conformanceOf } from "./conformance.ts";
import { type Operation, readContract } from "./contract.ts";
import { startDriftingServer } from "./drifting-server.ts";
import { faults, undocumented, world } from "./faults.ts";
import { judgeOf } from "./judge.ts";

vi.setConfig({ testTimeout: 60_000 });

const contract = await readContract(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const judge = await judgeOf(contract);
const [operation] = contract.operations as [Operation];
const known = {
  ids: { environment_id: world.environment, work_id: world.work },
  foreign: world.foreign,
  cloud: world.cloud,
};
const check = (baseUrl: string, options = {}) =>
  conformanceOf({
    operations: [operation],
    judge,
    baseUrl,
    token: world.token,
    known,
    pause: 0,
    ...options,
  });

test("a server that keeps the contract passes, and what cannot be provoked is not run, with the reason", async () => {
  await using server = await startDriftingServer(contract.operations);
  const { rows } = await check(server.url);
  expect(rows.filter(({ result }) => result !== "passed")).toMatchObject([
    { statuses: [500], result: "not run", reason: "cannot be provoked from outside" },
  ]);
  const statuses = new Set(rows.flatMap((row) => row.statuses));
  expect(statuses).toStrictEqual(new Set(operation.answers.map(({ status }) => status)));
});

test("without ids only what needs none is run", async () => {
  await using server = await startDriftingServer(contract.operations);
  const { rows } = await check(server.url, { known: { ids: {} } });
  expect(rows.filter(({ result }) => result === "not run").map(({ reason }) => reason)).toStrictEqual([
    "needs --environment and --work",
    "needs --foreign-environment",
    "needs --cloud-environment",
    "cannot be provoked from outside",
  ]);
  expect(rows.every(({ result }) => result === "not run" || result === "passed")).toBe(true);
});

describe("a server with a fault fails, with a sentence that names it", () => {
  test.each(Object.entries(faults))("%s", async (_, [fault, sentence]) => {
    await using server = await startDriftingServer(contract.operations, fault);
    const { rows } = await check(server.url);
    const broken = rows.filter(({ result }) => result === "broken");
    const sentences = broken.flatMap(({ findings }) =>
      findings.map(({ demanded, received, place }) => {
        expect(place).toMatch(/^spec\/.*\.yaml:\d+$/);
        return `${demanded}; received ${received}`;
      }),
    );
    expect(sentences).toContainEqual(expect.stringMatching(sentence));
    for (const { repeat } of broken) expect(repeat).toMatch(/^curl -sS -i .*'http:/);
  });
});

test.each(Object.entries(undocumented))("%s is undocumented, and breaks nothing", async (_, fault) => {
  await using server = await startDriftingServer(contract.operations, fault);
  const { rows } = await check(server.url);
  expect(rows.filter(({ result }) => result !== "passed")).toMatchObject([
    { result: "undocumented", findings: [{ verdict: "undocumented" }] },
    { result: "not run" },
  ]);
});

test("requests are not sent faster than asked", async () => {
  await using server = await startDriftingServer(contract.operations);
  await check(server.url, { pause: 20, known: { ids: {} } });
  const gaps = server.times.slice(1).map((time, at) => time - (server.times[at] ?? 0));
  expect(gaps.length).toBeGreaterThan(5);
  expect(Math.min(...gaps)).toBeGreaterThan(18);
});

test("a refused token, or no answer, stops the run at once", async () => {
  await using server = await startDriftingServer(contract.operations);
  const refused = await check(server.url, { token: "pt-expired" });
  expect(server.times).toHaveLength(1);
  expect(refused.stopped).toBe("token");
  const [first, ...rest] = refused.rows;
  expect(first?.result).toBe("broken");
  expect(new Set(rest.map(({ reason }) => reason))).toStrictEqual(new Set(["the server refused the token"]));

  await server[Symbol.asyncDispose]();
  const silent = await check(server.url);
  expect(silent.stopped).toBe("connection");
  expect(silent.rows.filter(({ result }) => result !== "not run")).toHaveLength(1);
});

test("the token is not in the report, even if the server sends it back", async () => {
  await using server = await startDriftingServer(contract.operations, (reply, { authorization }) =>
    reply.status === 200 ? { ...reply, body: { ...(reply.body as object), type: authorization } } : reply,
  );
  const report = await check(server.url);
  expect(report.rows[0]?.findings[0]?.received).toBe('"Bearer $QODER_PAT"');
  expect(JSON.stringify(report)).not.toContain(world.token);
});
