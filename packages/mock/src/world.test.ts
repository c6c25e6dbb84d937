import { setTimeout } from "node:timers/promises";
import { createClient, paginate, type WorkClient, WorkError, type WorkItem } from "@qoder/work-client";
import { authorized, isGuarded, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Mock, prefer, startMock } from "./index.ts";

const environment_id = "env_1";
let mock: Mock;
let work: WorkClient;
const clientOf = (token: string) => createClient({ baseUrl: mock.url, token, retries: 0 });

beforeAll(async () => {
  mock = await startMock({ world: true });
  work = clientOf("pt-any");
});
afterEach(() => {
  mock.reset();
  vi.useRealTimers();
});
afterAll(() => mock.close());

const idsOf = ({ id }: WorkItem) => ({ environment_id, work_id: id }) as const;
const names = new Map(
  Object.entries(spec.components.examples).map(([name, { value }]) => [Object(value).error?.message, name]),
);
/** The status of an error, and the example of the spec that has its message. */
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => "no error",
    ({ status, body }: WorkError) => `${status} ${names.get(Object(body).error.message)}`,
  );

type Call = (ids: ReturnType<typeof idsOf>, item: WorkItem) => Promise<unknown>;
const ended = "409 WorkItemEnded";
const taken = "409 WorkItemTaken";
const differs = "412 HeartbeatDiffers";
const queued = "409 WorkItemNotAcknowledged";
const stopped = "409 WorkItemAlreadyStopped";
const begun = "active started_at latest_heartbeat_at";
const beat = ["active latest_heartbeat_at", "stopping latest_heartbeat_at"];
const requested = "stopping stop_requested_at";
const confirmed = "stopped stopped_at";

/** The next state and the timestamps that change, or the error, from queued, starting, active, stopping and stopped. */
const table: [string, Call, outcomes: string[]][] = [
  [
    "acknowledge",
    (ids) => work.acknowledgeWorkItem(ids),
    ["starting acknowledged_at", "starting", "active", ended, ended],
  ],
  [
    "acknowledge by another worker",
    (ids) => work.acknowledgeWorkItem({ ...ids, "Worker-ID": "b" }),
    ["starting acknowledged_at", taken, taken, ended, ended],
  ],
  ["heartbeat", (ids) => work.heartbeatWorkItem(ids), [queued, begun, ...beat, stopped]],
  [
    "heartbeat that expects the last one",
    (ids, { latest_heartbeat_at: last }) =>
      work.heartbeatWorkItem({ ...ids, expected_last_heartbeat: last ?? "NO_HEARTBEAT" }),
    [queued, begun, ...beat, stopped],
  ],
  [
    "heartbeat that expects another",
    (ids, { latest_heartbeat_at: last }) =>
      work.heartbeatWorkItem({
        ...ids,
        expected_last_heartbeat: last ? "NO_HEARTBEAT" : "2026-07-01T08:15:06Z",
      }),
    [queued, differs, differs, differs, stopped],
  ],
  ["stop", (ids) => work.stopWorkItem(ids), ["queued", requested, requested, confirmed, "stopped"]],
  [
    "stop with force: false",
    (ids) => work.stopWorkItem({ ...ids, body: { force: false } }),
    ["queued", requested, requested, confirmed, "stopped"],
  ],
  [
    "stop with force",
    (ids) => work.stopWorkItem({ ...ids, body: { force: true } }),
    [confirmed, confirmed, confirmed, confirmed, "stopped"],
  ],
  ["get", (ids) => work.getWorkItem(ids), ["queued", "starting", "active", "stopping", "stopped"]],
];
const states = ["queued", "starting", "active", "stopping", "stopped"];
const cells = table.flatMap(([name, call, outcomes]) =>
  outcomes.map((outcome, at) => ({ name, call, outcome, state: states[at] ?? "" })),
);

test.each(cells)("$name, $state: $outcome", async ({ call, outcome, state }) => {
  const before = mock.add({ state });
  const answer = await call(idsOf(before), before).catch((error: WorkError) => error);
  const [after] = mock.items as [WorkItem];
  const names = [
    "acknowledged_at",
    "started_at",
    "latest_heartbeat_at",
    "stop_requested_at",
    "stopped_at",
  ] as const;
  const changed = names.filter((name) => after[name] !== before[name]);
  if (answer instanceof WorkError) {
    expect(after).toStrictEqual(before);
    expect(await errorOf(Promise.reject(answer))).toBe(outcome);
  } else {
    expect([after.state, ...changed].join(" ")).toBe(outcome);
    if (Object.hasOwn(answer as object, "id")) expect(answer).toMatchObject(after);
    else expect(answer).toMatchObject({ last_heartbeat: after.latest_heartbeat_at, state: after.state });
  }
});

test.each([
  ["queued", []],
  ["starting", ["acknowledged_at"]],
  ["active", ["acknowledged_at", "started_at", "latest_heartbeat_at"]],
  ["stopping", ["acknowledged_at", "started_at", "latest_heartbeat_at", "stop_requested_at"]],
  ["stopped", ["acknowledged_at", "started_at", "latest_heartbeat_at", "stop_requested_at", "stopped_at"]],
  ["of the future", []],
])("an item that is added %s has the timestamps of its way there", (state, timestamps) => {
  const item = mock.add({ state });
  expect(item.state).toBe(state);
  const set = Object.entries(item).filter(([name, value]) => name.endsWith("_at") && value !== null);
  expect(set.map(([name]) => name)).toStrictEqual(["created_at", ...timestamps]);
  const values = set.map(([, value]) => String(value));
  expect(values).toStrictEqual(values.toSorted());
  for (const value of values) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
});

test("an item that is added is new, queued and in env_1, but for what was given, and the list is a copy", async () => {
  const { data, id, ...item } = mock.add({ id: undefined } as object);
  expect(item).toMatchObject({ type: "work", environment_id: "env_1", state: "queued", metadata: {} });
  expect([id, data.id]).toStrictEqual([expect.stringMatching(/^work_/), expect.stringMatching(/^sess_/)]);
  const given = {
    id: "work_mine",
    environment_id: "env_2",
    data: { ...data, id: "sess_mine" },
    metadata: { job: "a" } as Record<string, string>,
    latest_heartbeat_at: "2026-07-01T08:15:06Z",
  } as const;
  const added = mock.add(given);
  expect(added).toMatchObject(given);
  for (const { metadata } of [added, given]) metadata["job"] = "b";
  for (const copy of mock.items) copy.state = "stopped";
  expect(mock.items.map(({ state, metadata }) => [state, metadata])).toStrictEqual([
    ["queued", {}],
    ["queued", { job: "a" }],
  ]);
  const read = await work.getWorkItem({ environment_id: "env_2", work_id: "work_mine" });
  expect(read).toMatchObject({ ...given, metadata: { job: "a" } });
  expect(() => mock.add({ id: "work_mine" })).toThrow("id must be new; received work_mine");
  for (const wrong of [null, "queued", [given]])
    expect(() => mock.add(wrong as never)).toThrow(
      `add() takes fields of a work item; received ${JSON.stringify(wrong)}`,
    );
  // @ts-expect-error an id has a prefix
  mock.add({ id: "job_1" });
  // @ts-expect-error no such field
  mock.add({ stat: "queued" });
});

test("ten items: polled, acknowledged, kept, stopped and got, the oldest first", async () => {
  const added = Array.from({ length: 10 }, () => mock.add());
  expect(added.map(({ id }) => id)).toStrictEqual(added.map(({ id }) => id).toSorted());
  const polled: WorkItem[] = [];
  for (
    let item = await work.pollWork({ environment_id });
    item;
    item = await work.pollWork({ environment_id })
  ) {
    polled.push(item);
    const ids = idsOf(item);
    await work.acknowledgeWorkItem(ids);
    let expected_last_heartbeat = "NO_HEARTBEAT";
    for (let time = 0; time < 3; time++) {
      const heartbeat = await work.heartbeatWorkItem({ ...ids, expected_last_heartbeat });
      expect(heartbeat.last_heartbeat > expected_last_heartbeat || time === 0).toBe(true);
      expected_last_heartbeat = heartbeat.last_heartbeat;
    }
    await work.stopWorkItem(ids);
    expect(await work.heartbeatWorkItem(ids)).toMatchObject({ state: "stopping" });
    await work.stopWorkItem(ids);
    expect(await work.getWorkItem(ids)).toMatchObject({ state: "stopped" });
  }
  expect(polled).toStrictEqual(added);
  expect(mock.requests.flatMap(({ violations }) => violations)).toStrictEqual([]);
});

test("only the worker that acknowledged an item may repeat it", async () => {
  const ids = idsOf(mock.add());
  const first = await work.acknowledgeWorkItem({ ...ids, "Worker-ID": "a" });
  expect(await work.acknowledgeWorkItem({ ...ids, "Worker-ID": "a" })).toStrictEqual(first);
  expect(await errorOf(work.acknowledgeWorkItem({ ...ids, "Worker-ID": "b" }))).toBe(taken);
  expect(await errorOf(work.acknowledgeWorkItem(ids))).toBe(taken);
});

test.each([
  [undefined, 60],
  [1, 10],
  [10, 10],
  [90, 90],
  [601, 600],
])("a lease of %j s lasts %i s", async (desired_ttl_seconds, ttl_seconds) => {
  const ids = idsOf(mock.add({ state: "starting" }));
  const asked = desired_ttl_seconds === undefined ? {} : { desired_ttl_seconds };
  expect(await work.heartbeatWorkItem({ ...ids, ...asked })).toMatchObject({
    type: "work_heartbeat",
    lease_extended: true,
    ttl_seconds,
  });
});

test("an item is delivered again if nobody acknowledged it for reclaim_older_than_ms", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const first = mock.add();
  const poll = (params = {}) => work.pollWork({ environment_id, ...params }).then((item) => item?.id);
  expect(await poll()).toBe(first.id);
  expect(await poll()).toBe(undefined);
  const second = mock.add();
  expect(await poll()).toBe(second.id);
  vi.setSystemTime(Date.now() + 4_999);
  expect(await poll()).toBe(undefined);
  expect(await poll({ reclaim_older_than_ms: 4_000 })).toBe(first.id);
  vi.setSystemTime(Date.now() + 2);
  expect(await poll()).toBe(second.id);
  expect([await poll({ reclaim_older_than_ms: 0 }), await poll({ reclaim_older_than_ms: 0 })]).toStrictEqual([
    first.id,
    first.id,
  ]);
  await work.acknowledgeWorkItem(idsOf(first));
  expect(await poll({ reclaim_older_than_ms: 0 })).toBe(second.id);
});

test("a poll waits up to block_ms, and delivers nothing to a caller that is gone", async () => {
  const start = performance.now();
  expect(await work.pollWork({ environment_id, block_ms: 100 })).toBe(null);
  expect(performance.now() - start).toBeGreaterThan(95);

  const waiting = work.pollWork({ environment_id, block_ms: 999 });
  await expect.poll(() => mock.requests.length).toBe(2);
  const { id } = mock.add();
  expect(await waiting).toMatchObject({ id });

  const signal = AbortSignal.timeout(30);
  await expect(work.pollWork({ environment_id, block_ms: 999 }, { signal })).rejects.toThrow("timeout");
  await setTimeout(30);
  const next = mock.add();
  await setTimeout(30);
  expect(await work.pollWork({ environment_id })).toMatchObject({ id: next.id });
});

test("statistics count what can be claimed, what was delivered, and the workers of the last 30 s", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const empty = { depth: 0, pending: 0, oldest_queued_at: null, workers_polling: 0 };
  const stats = () => work.getWorkStats({ environment_id });
  expect(await stats()).toMatchObject({ type: "work_queue_stats", ...empty });
  const [first, second] = [mock.add(), mock.add(), mock.add({ environment_id: "env_10" })] as const;
  for (const worker of ["a", "b", "a"]) await work.pollWork({ environment_id, "Worker-ID": worker });
  await work.pollWork({ environment_id: "env_10", "Worker-ID": "c" });
  await work.pollWork({ environment_id });
  const oldest_queued_at = first.created_at;
  expect(await stats()).toMatchObject({ depth: 0, pending: 2, oldest_queued_at, workers_polling: 2 });
  await work.acknowledgeWorkItem(idsOf(first));
  mock.add();
  expect(await stats()).toMatchObject({ depth: 1, pending: 1, oldest_queued_at: second.created_at });
  vi.setSystemTime(Date.now() + 29_900);
  expect(await stats()).toMatchObject({ depth: 2, pending: 1, workers_polling: 2 });
  vi.setSystemTime(Date.now() + 200);
  expect(await stats()).toMatchObject({ workers_polling: 0 });
});

test("a list is read page by page, in the order of the ids", async () => {
  const ids = Array.from({ length: 102 }, () => mock.add().id);
  mock.add({ environment_id: "env_2" });
  const list = async (params: object = {}) => {
    const { data, ...page } = await work.listWorkItems({ environment_id, ...params });
    const found = data.map(({ id }) => id);
    expect(page).toMatchObject({ first_id: found[0] ?? null, last_id: found.at(-1) ?? null });
    expect(page.next_page).toBe(page.has_more ? page.last_id : null);
    return { ids: found, more: page.has_more };
  };
  const listed: string[] = [];
  for await (const { id } of paginate(work.listWorkItems, { environment_id, limit: 20 })) listed.push(id);
  expect(listed).toStrictEqual(ids);
  expect(mock.requests).toHaveLength(6);
  expect(await list({ limit: 500 })).toStrictEqual({ ids: ids.slice(0, 100), more: true });
  expect(await list({ limit: 2, after_id: ids[99] })).toStrictEqual({ ids: ids.slice(100), more: false });
  expect(await list({ after_id: ids[101] })).toStrictEqual({ ids: [], more: false });
  expect(await list({ limit: 2, before_id: ids[3] })).toStrictEqual({ ids: ids.slice(1, 3), more: true });
  expect(await list({ before_id: ids[0] })).toStrictEqual({ ids: [], more: false });
  expect(await errorOf(list({ page: ids[0], after_id: ids[0] }))).toBe("400 MoreThanOneCursor");
  mock.add({ id: "work_0" });
  expect((await list()).ids[0]).toBe("work_0");
});

test("an update merges labels, and removes those that are null", async () => {
  const ids = idsOf(mock.add({ metadata: { a: "1", b: "2" } }));
  const update = (metadata?: Record<string, string | null>) =>
    work.updateWorkItem({ ...ids, body: metadata ? { metadata } : {} });
  expect((await update({ b: null, c: "3", d: null })).metadata).toStrictEqual({ a: "1", c: "3" });
  expect((await update()).metadata).toStrictEqual({ a: "1", c: "3" });
});

test("an unknown item, Environment or token is refused with the id of the request", async () => {
  const { id: work_id } = mock.add();
  mock.add({ environment_id: "env_2" });
  const read = (environment_id: string, id: string = work_id, client = work) =>
    errorOf(client.getWorkItem({ environment_id, work_id: id } as ReturnType<typeof idsOf>));
  expect(await read("env_1", "work_1")).toBe("404 WorkItemNotFound");
  expect(await read("env_2")).toBe("404 WorkItemNotFound");
  expect(await read("env_3")).toBe("404 EnvironmentNotFound");
  expect(await read("env_cloud")).toMatch(/^400 /);
  expect(await read("env_foreign")).toMatch(/^403 /);
  expect(await read("env_1", work_id, clientOf("pt-unknown"))).toMatch(
    isGuarded("getWorkItem") ? /^401 / : "no error",
  );
  const headers = { "x-request-id": "mine" };
  const missing = work.getWorkItem({ environment_id, work_id: "work_1" }, { headers });
  await expect(missing).rejects.toMatchObject({ body: { request_id: "mine" } });
});

test("an operation that the world does not know is refused like the others, and else answered with its example", async () => {
  const path = "paths/api_v1_cloud_environments_{environment_id}_work_stats.yaml";
  await using copy = await editedCopy({
    [path]: (text) => text.replace("getWorkStats", "getWorkNumbers").replace(/ {4}"403":\n.*\n/, ""),
  });
  await using other = await startMock({ spec: copy.file, world: true });
  const read = (id: string, token = "pt-any") => {
    const url = withToken(`${other.url}/api/v1/cloud/environments/${id}/work/stats`, token);
    return fetch(url, { headers: authorized(token) }).then(({ status }) => status);
  };
  const statuses = ["env_1", "env_3", "env_cloud", "env_foreign"].map((id) => read(id));
  expect(await Promise.all(statuses)).toStrictEqual([200, 404, 400, 200]); // a 403 is not documented
  expect(await read("env_1", "pt-unknown")).toBe(isGuarded("getWorkStats") ? 401 : 200);
});

test("scripted replies come before the world, which goes on after them", async () => {
  const ids = idsOf(mock.add({ state: "starting" }));
  mock.replyTo("heartbeatWorkItem", { status: 503 }, "world");
  await expect(work.heartbeatWorkItem(ids)).rejects.toMatchObject({ status: 503 });
  expect(mock.items).toMatchObject([{ state: "starting" }]);
  expect(await work.heartbeatWorkItem(ids)).toMatchObject({ state: "active" });
  expect(await work.heartbeatWorkItem(ids)).toMatchObject({ state: "active" });

  mock.replyTo("stopWorkItem", { world: true, reset: true }, { reset: true }, "world");
  await expect(work.stopWorkItem(ids)).rejects.toMatchObject({ kind: "connection" });
  expect(mock.items).toMatchObject([{ state: "stopping" }]);
  await expect(work.stopWorkItem(ids)).rejects.toMatchObject({ kind: "connection" });
  expect(mock.items).toMatchObject([{ state: "stopping" }]);
  expect(await work.stopWorkItem(ids)).toMatchObject({ state: "stopped" });
  // @ts-expect-error the world has its own answers
  expect(() => mock.reply({ status: 404, world: true })).not.toThrow();

  mock.reply({ status: 503 }, "world");
  await expect(work.getWorkItem(ids)).rejects.toMatchObject({ status: 503 });
  expect(await work.getWorkItem(ids)).toMatchObject({ state: "stopped" });
  const headers = prefer("getWorkItem", 200, "starting");
  expect(await work.getWorkItem(ids, { headers })).toMatchObject({ state: "starting" });
  const other = { prefer: "respond-async, wait=5" }; // chooses nothing
  expect(await work.getWorkItem(ids, { headers: other })).toMatchObject({ state: "stopped" });
});

test("a refused request changes nothing", async () => {
  const { id } = mock.add({ state: "active" });
  const stop = withToken(`${mock.url}/api/v1/cloud/environments/env_1/work/${id}/stop`, "x");
  const send = (headers: object, body?: string) =>
    fetch(stop, { method: "POST", headers: { ...authorized("x"), ...headers }, ...(body && { body }) });
  expect((await send({}, "[")).status).toBe(415);
  expect((await send({ accept: "text/html" })).status).toBe(406);
  expect(mock.items).toMatchObject([{ state: "active" }]);
  expect((await send({})).status).toBe(200);
});

test("reset() empties the world; without one, there is nothing to add to, and `world` is the default", async () => {
  mock.add({ environment_id: "env_2" });
  mock.reset();
  expect(mock.items).toStrictEqual([]);
  expect(await errorOf(work.pollWork({ environment_id: "env_2" }))).toBe("404 EnvironmentNotFound");

  const plain = await startMock();
  expect(plain.items).toStrictEqual([]);
  expect(() => plain.add()).toThrow("add() needs a mock that was started with `world: true`");
  plain.reply("world");
  const client = createClient({ baseUrl: plain.url, token: "pt-any" });
  expect(await client.getWorkItem({ environment_id, work_id: "work_1" })).toMatchObject({ state: "active" });
  await plain.close();
});
