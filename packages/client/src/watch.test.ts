import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClient, waitForWorkItem, watchWorkItem } from "./index.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const start = Date.UTC(2026, 6, 1);

/** A client whose item is in these states, one after the other, the last one for ever; a number is an error status. */
function scripted(...states: (string | number)[]) {
  const times: number[] = [];
  const work = createClient({
    token: "pt-test",
    retries: 0,
    fetch: async () => {
      const state = states[Math.min(times.push(Date.now() - start), states.length) - 1];
      return typeof state === "number"
        ? new Response(null, { status: state })
        : Response.json({ id: "work_1", state });
    },
  });
  return { work, times };
}

const ended = async <T>(promise: Promise<T>): Promise<T | unknown> => {
  const end = promise.catch((reason: unknown) => reason);
  await vi.runAllTimersAsync();
  return end;
};
const statesOf = async (items: AsyncIterable<{ state: string }>) => {
  const states: string[] = [];
  for await (const { state } of items) states.push(state);
  return states;
};

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  expect(vi.getTimerCount(), "timers left behind").toBe(0);
  vi.restoreAllMocks(); // first, because some stand before the fake timers
  vi.useRealTimers();
});

describe("watchWorkItem", () => {
  test("yields every change and ends after stopped", async () => {
    const { work, times } = scripted("queued", "queued", "active", "stopping", "stopped", "queued");
    expect(await ended(statesOf(watchWorkItem(work, ids)))).toStrictEqual([
      "queued",
      "active",
      "stopping",
      "stopped",
    ]);
    expect(times).toStrictEqual([0, 2_000, 5_000, 7_000, 9_000]);
  });

  test("waits longer while nothing changes, up to ten intervals, and starts over on a change", async () => {
    const { work, times } = scripted(...Array(9).fill("queued"), "active", "stopped");
    await ended(statesOf(watchWorkItem(work, ids, { interval: 100_000 })));
    const waits = times.map((time, at) => time - (times[at - 1] ?? 0));
    expect(waits.slice(1, 5)).toStrictEqual([100_000, 150_000, 225_000, 337_500]);
    expect(waits[9]).toBe(1_000_000);
    expect(waits[10]).toBe(100_000);
  });

  test("varies the wait by a fifth", async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const { work, times } = scripted("queued", "stopped");
    await ended(statesOf(watchWorkItem(work, ids, { interval: 1000 })));
    expect(times).toStrictEqual([0, 800]);
  });

  test.each([503, 429, 500])("survives %i beyond the client's retries", async (status) => {
    const { work } = scripted("queued", status, status, status, "stopped");
    expect(await ended(statesOf(watchWorkItem(work, ids)))).toStrictEqual(["queued", "stopped"]);
  });

  test("does not survive what a repetition cannot cure", async () => {
    const { work, times } = scripted("queued", 404);
    expect(await ended(statesOf(watchWorkItem(work, ids)))).toMatchObject({ kind: "api", status: 404 });
    expect(times).toHaveLength(2);
  });

  test("ends with a timeout error when its time is over, transient errors or not", async () => {
    for (const state of ["queued", 503]) {
      vi.setSystemTime(start);
      const { work } = scripted(state);
      const error = await ended(statesOf(watchWorkItem(work, ids, { timeout: 60_000 })));
      expect(error).toMatchObject({
        kind: "timeout",
        message: `gave up after 60000 ms: ${state === 503 ? "the item was not read" : 'the last state was "queued"'}`,
        operation: "getWorkItem",
        timeout: "total",
      });
      expect((error as Error).cause).toStrictEqual(
        state === 503 ? expect.objectContaining({ status: 503 }) : undefined,
      );
      expect(Date.now() - start).toBe(60_000);
    }
  });

  test("a read that takes longer than the time that is left starts no timer of a negative time", async () => {
    const work = createClient({
      token: "pt-test",
      fetch: async () => {
        vi.spyOn(performance, "now").mockReturnValue(1e9);
        return Response.json({ id: "work_1", state: "queued" });
      },
    });
    const timers = vi.spyOn(globalThis, "setTimeout");
    expect(await ended(statesOf(watchWorkItem(work, ids, { timeout: 50 })))).toMatchObject({
      kind: "timeout",
    });
    expect(timers.mock.calls.map(([, ms]) => ms)).toStrictEqual([50, 0]);
  });

  test("ends a read when its own time is over, and leaves the limits of the client as they are", async () => {
    const fetch = vi.fn((_: Request, { signal }: { signal: AbortSignal }) => {
      const { promise, reject } = Promise.withResolvers<Response>();
      signal.addEventListener("abort", () => reject(signal.reason));
      return promise;
    });
    const work = createClient({ token: "pt-test", retries: 0, totalTimeout: 300, fetch });
    const end = ended(statesOf(watchWorkItem(work, ids, { timeout: 3_000, interval: 100 })));
    expect(await end).toMatchObject({ kind: "timeout", cause: { kind: "timeout" } });
    expect(Date.now() - start).toBe(3_000);
    expect(fetch.mock.calls.length).toBeGreaterThan(3);
  });

  test.each([
    ["has no state", {}, "expected a work item with its `state`"],
    [
      "is nested too deeply",
      { state: "queued", more: JSON.parse(`${"[".repeat(1e5)}${"]".repeat(1e5)}`) },
      "nested",
    ],
  ])("an item that %s is a decode error", async (_, item, message) => {
    const getWorkItem = async () => item as never;
    const error = await ended(statesOf(watchWorkItem({ getWorkItem }, ids)));
    expect(error).toMatchObject({ kind: "decode", message: expect.stringContaining(message) });
  });

  test("never reads again sooner than an interval that is too long for a timer", async () => {
    const { work, times } = scripted("queued");
    const controller = new AbortController();
    const watched = statesOf(watchWorkItem(work, ids, { interval: 3e9, signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times).toHaveLength(1);
    controller.abort();
    await expect(watched).rejects.toThrow("aborted");
  });

  test("ends at once on an abort, and leaves no listener", async () => {
    const reason = new Error("enough");
    const { work } = scripted("queued");
    const controller = new AbortController();
    const watched = statesOf(watchWorkItem(work, ids, { signal: controller.signal })).catch((error) => error);
    await vi.advanceTimersByTimeAsync(2500);
    controller.abort(reason);
    expect(await watched).toBe(reason);
    expect(Date.now() - start).toBe(2500);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("ends at once on an abort between two reads", async () => {
    const reason = new Error("enough");
    const { work, times } = scripted("queued");
    const controller = new AbortController();
    const watching = (async () => {
      for await (const _ of watchWorkItem(work, ids, { signal: controller.signal })) controller.abort(reason);
    })();
    expect(await ended(watching)).toBe(reason);
    expect(times).toHaveLength(1);
    expect(Date.now()).toBe(start);
  });

  test("a clock that jumps ends nothing", async () => {
    const { work } = scripted("queued", "queued", "stopped");
    const watched = ended(statesOf(watchWorkItem(work, ids, { timeout: 60_000 })));
    setTimeout(() => vi.setSystemTime(start + 86_400_000), 100);
    expect(await watched).toStrictEqual(["queued", "stopped"]);
  });

  test("the order of keys is no change, and what is done to an item changes nothing", async () => {
    const bodies = ['{"state":"active","data":{"a":1,"b":2}}', '{"data":{"b":2,"a":1},"state":"active"}'];
    const stopped = '{"state":"stopped"}';
    const answers = [...bodies, stopped];
    const work = createClient({
      token: "pt-test",
      fetch: async () =>
        new Response(answers.shift() ?? stopped, { headers: { "content-type": "application/json" } }),
    });
    const seen: string[] = [];
    const watching = (async () => {
      for await (const item of watchWorkItem(work, ids)) {
        seen.push(item.state);
        item.state = "stopped";
      }
    })();
    await ended(watching);
    expect(seen).toStrictEqual(["active", "stopped"]);
  });

  test.each(["during a read", "during a wait"])("return() ends it at once %s", async (when) => {
    const fetch = async () => {
      if (when === "during a read") await new Promise(() => {});
      return Response.json({ id: "work_1", state: "queued" });
    };
    const items = watchWorkItem(createClient({ token: "pt-test", fetch }), ids);
    if (when === "during a wait") await items.next();
    const pending = items.next();
    await vi.advanceTimersByTimeAsync(500);
    expect(await items.return()).toStrictEqual({ done: true, value: undefined });
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    expect(await items.next()).toStrictEqual({ done: true, value: undefined });
    expect(Date.now() - start).toBe(500);
  });

  test("throw() ends it at once too, with the error", async () => {
    const fetch = () => new Promise<never>(() => {});
    const items = watchWorkItem(createClient({ token: "pt-test", fetch }), ids);
    const pending = items.next();
    await expect(items.throw(new Error("mine"))).rejects.toThrow("mine");
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    expect(Date.now()).toBe(start);
  });

  test.each([
    ["interval", 0],
    ["interval", 1e-9],
    ["interval", Number.NaN],
    ["interval", "2s"],
    ["timeout", -1],
    ["timeout", 0],
  ])("%s of %j is refused at once", (name, value) => {
    const { work, times } = scripted("queued");
    const refused = expect.objectContaining({ kind: "argument", param: name });
    expect(() => watchWorkItem(work, ids, { [name]: value })).toThrow(refused);
    expect(times).toHaveLength(0);
  });

  test.each([null, false])("a signal that is %j is none", async (signal) => {
    const { work } = scripted("stopped");
    const states = statesOf(watchWorkItem(work, ids, { signal: signal as never }));
    expect(await ended(states)).toStrictEqual(["stopped"]);
  });

  test.each([null, "x", { signal: new AbortController() }])("options %j send nothing", async (options) => {
    const { work, times } = scripted("stopped");
    const refused = expect.objectContaining({ kind: "argument", message: expect.stringMatching(/^watch/) });
    expect(() => watchWorkItem(work, ids, options as never)).toThrow(refused);
    expect(await ended(waitForWorkItem(work, ids, options as never))).toMatchObject({ kind: "argument" });
    expect(times).toHaveLength(0);
  });

  test.each([
    [null, "null"],
    [5, "5"],
    [{}, "object"],
  ])("until %j sends nothing", async (until, received) => {
    const { work, times } = scripted("stopped");
    const error = await ended(waitForWorkItem(work, ids, { until: until as never }));
    const message = `\`until\` must be a state or a function; received ${received}`;
    expect(error).toMatchObject({ kind: "argument", message });
    expect(times).toHaveLength(0);
  });

  test.each([
    ["an answer that is no JSON", () => new Response("<html>"), { kind: "decode" }],
    [
      "a long Retry-After",
      () => new Response(null, { status: 503, headers: { "retry-after": "61" } }),
      { retry_after: 61 },
    ],
  ])("ends with the error after %s", async (_, answer, error) => {
    const answers = [() => Response.json({ id: "work_1", state: "queued" }), answer];
    const work = createClient({ token: "pt-test", fetch: async () => (answers.shift() ?? answer)() });
    expect(await ended(statesOf(watchWorkItem(work, ids)))).toMatchObject(error);
  });

  test("waits as long as Retry-After says, if that is longer than the interval", async () => {
    const times: number[] = [];
    const fetch = async () =>
      times.push(Date.now() - start) === 1
        ? new Response(null, { status: 503, headers: { "retry-after": "60" } })
        : Response.json({ state: "stopped" });
    const work = createClient({ token: "pt-test", retries: 0, fetch });
    expect(await ended(statesOf(watchWorkItem(work, ids)))).toStrictEqual(["stopped"]);
    expect(times).toStrictEqual([0, 60_000]);
  });

  test("ends at once on break", async () => {
    const { work, times } = scripted("queued");
    for await (const { state } of watchWorkItem(work, ids)) {
      expect(state).toBe("queued");
      break;
    }
    expect(times).toHaveLength(1);
  });
});

describe("waitForWorkItem", () => {
  test.each([
    [undefined, "stopped"],
    ["active", "active"],
    [({ state }: { state: string }) => state !== "queued", "starting"],
    [async ({ state }: { state: string }) => state !== "queued", "starting"],
  ])("until %s", async (until, state) => {
    const { work } = scripted("queued", "starting", "active", "stopped");
    expect(await ended(waitForWorkItem(work, ids, { until }))).toMatchObject({ state });
  });

  test("ends with an error that has the item, if that stopped before", async () => {
    const { work } = scripted("queued", "stopped");
    const error = await ended(waitForWorkItem(work, ids, { until: "active" }));
    expect(error).toMatchObject({ kind: "state", body: { id: "work_1", state: "stopped" } });
    expect((error as Error).message).toBe('work_1 stopped before it was seen as "active"');
    expect(await ended(waitForWorkItem(work, ids, { until: () => false }))).toMatchObject({ kind: "state" });
  });

  test("gives up after ten minutes, or its timeout", async () => {
    const { work } = scripted("queued");
    expect(await ended(waitForWorkItem(work, ids))).toMatchObject({ kind: "timeout" });
    expect(Date.now() - start).toBe(600_000);
  });
});
