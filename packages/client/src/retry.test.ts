import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../test/guarded.ts";
import { type CallOptions, createClient, type WorkError } from "./index.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const found = () => Response.json({ id: "work_1" });
const failed = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

/** A client that gets these answers one after the other, the last one again and again. */
function scripted(...answers: (() => Response | Promise<Response>)[]) {
  const requests: Request[] = [];
  const times: number[] = [];
  const start = Date.now();
  const work = createClient({
    token: "pt-test",
    fetch: async (request) => {
      requests.push(request);
      times.push(Date.now() - start);
      return (answers[Math.min(requests.length, answers.length) - 1] as () => Response)();
    },
  });
  return { work, requests, times };
}

/** Makes the call with all time passing at once, and returns how it ended. */
async function ended(call: Promise<unknown>) {
  const end = call.then(
    () => "found",
    (reason: unknown) => reason,
  );
  await vi.runAllTimersAsync();
  return end;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 6, 1) });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  expect(vi.getTimerCount(), "timers left behind").toBe(0);
  vi.restoreAllMocks(); // first, because some stand before the fake timers
  vi.useRealTimers();
});

describe("retries", () => {
  test.each([408, 429, 500, 502, 503, 504])(
    "after %i, twice, with exponential backoff and full jitter",
    async (status) => {
      const { work, times } = scripted(() => failed(status));
      expect(await ended(work.getWorkItem(ids))).toMatchObject({ kind: "api", status, attempts: 3 });
      expect(times).toStrictEqual([0, 250, 750]); // half of 0.5 s, then half of 1 s
    },
  );

  test("after a connection error", async () => {
    const { work, requests } = scripted(() => Promise.reject(new TypeError("fetch failed")), found);
    expect(await ended(work.getWorkItem(ids))).toBe("found");
    expect(requests).toHaveLength(2);
  });

  test("the backoff ends at 8 s", async () => {
    vi.mocked(Math.random).mockReturnValue(0.25);
    const { work, times } = scripted(() => failed(503));
    await ended(work.getWorkItem(ids, { retries: 6, totalTimeout: Infinity }));
    expect(times.map((time, at) => time - (times[at - 1] ?? 0))).toStrictEqual([
      0, 125, 250, 500, 1000, 2000, 2000,
    ]);
  });

  test.each([400, 401, 403, 404, 409, 412, 302])("never after %i", async (status) => {
    const { work, requests } = scripted(() => failed(status));
    expect(await ended(work.getWorkItem(ids))).toMatchObject({ kind: "api", status, attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  test("never after a success that cannot be read", async () => {
    const { work, requests } = scripted(() => new Response("<html>"));
    expect(await ended(work.getWorkItem(ids))).toMatchObject({ kind: "decode" });
    expect(requests).toHaveLength(1);
  });

  test("every attempt has the same x-request-id, and another call another", async () => {
    const { work, requests } = scripted(() => failed(503));
    const error = await ended(work.getWorkItem(ids));
    const sent = requests.map(({ headers }) => headers.get("x-request-id"));
    expect(new Set(sent).size).toBe(1);
    expect(error).toMatchObject({ request_id: sent[0] });
    await ended(work.getWorkItem(ids));
    expect(requests.at(-1)?.headers.get("x-request-id")).not.toBe(sent[0]);
  });

  test("are set by the client, and again by a call", async () => {
    const fetch = vi.fn(async () => failed(503));
    const work = createClient({ token: "pt-test", fetch, retries: 1 });
    await ended(work.getWorkItem(ids));
    expect(fetch).toHaveBeenCalledTimes(2);
    await ended(work.getWorkItem(ids, { retries: 0 }));
    expect(fetch).toHaveBeenCalledTimes(3);
    await ended(work.getWorkItem(ids, { retries: undefined }));
    expect(fetch).toHaveBeenCalledTimes(5);
  });
});

describe("Retry-After", () => {
  test.each([
    ["3", 3000],
    ["60", 60_000],
    ["Wed, 01 Jul 2026 00:00:04 GMT", 4000],
  ])("%s is waited for", async (header, wait) => {
    const { work, times } = scripted(() => failed(429, { "retry-after": header }), found);
    expect(await ended(work.getWorkItem(ids, { totalTimeout: Infinity }))).toBe("found");
    expect(times).toStrictEqual([0, wait]);
  });

  test("0 means now, and the backoff when it is said again", async () => {
    const { work, times } = scripted(
      () => failed(429, { "retry-after": "0" }),
      () => failed(429, { "retry-after": "0" }),
      found,
    );
    expect(await ended(work.getWorkItem(ids))).toBe("found");
    expect(times).toStrictEqual([0, 0, 500]);
  });

  test("a date counts from the server's own clock", async () => {
    const headers = { "retry-after": "Wed, 01 Jul 2020 00:00:04 GMT", date: "Wed, 01 Jul 2020 00:00:01 GMT" };
    const { work, times } = scripted(() => failed(429, headers), found);
    expect(await ended(work.getWorkItem(ids))).toBe("found");
    expect(times).toStrictEqual([0, 3000]);
  });

  test.each(["soon", "-1", "0x5", "wait 2099", "1.5", "Wed, 01 Jul 2020 00:00:04 GMT"])(
    "%s is no wait, so the backoff is",
    async (header) => {
      const { work, times } = scripted(() => failed(429, { "retry-after": header }), found);
      expect(await ended(work.getWorkItem(ids))).toBe("found");
      expect(times).toStrictEqual([0, 250]);
    },
  );

  test.each([
    ["beyond the total deadline", "31", {}],
    ["beyond a minute", "61", { totalTimeout: Infinity }],
  ])("%s ends the call at once with the wait", async (_, seconds, options) => {
    const { work, requests } = scripted(() => failed(429, { "retry-after": seconds }));
    const error = await ended(work.getWorkItem(ids, options));
    expect(error).toMatchObject({ status: 429, retry_after: Number(seconds), attempts: 1 });
    expect((error as WorkError).message).toContain(`; retry after ${seconds} s`);
    expect(requests).toHaveLength(1);
    expect(Date.now()).toBe(Date.UTC(2026, 6, 1));
  });
});

describe("deadlines", () => {
  const never = () => new Promise<Response>(() => {});
  const stalled = () =>
    new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) }), {
      headers: { "content-type": "application/json" },
    });

  test.each([
    ["an answer that never begins", never],
    ["a body that never ends", stalled],
  ])("%s passes attemptTimeout, and is tried again until totalTimeout", async (_, answer) => {
    const { work, requests } = scripted(answer);
    const error = await ended(work.getWorkItem(ids));
    expect(error).toMatchObject({ kind: "timeout", timeout: "total", attempts: 3 });
    expect((error as WorkError).message).toMatch(/^no complete answer in 30000 ms \(.*attempt 3\)$/);
    expect(Date.now() - Date.UTC(2026, 6, 1)).toBe(30_000);
    expect(requests).toHaveLength(3);
  });

  test.each([50, undefined])("attemptTimeout of %j without retries", async (attemptTimeout) => {
    const { work } = scripted(never);
    const error = await ended(work.getWorkItem(ids, { attemptTimeout, retries: 0 }));
    expect(error).toMatchObject({ kind: "timeout", timeout: "attempt", attempts: 1 });
    expect((error as WorkError).message).toContain(`no complete answer in ${attemptTimeout ?? 10_000} ms`);
  });

  test("a wait that would pass totalTimeout is not begun", async () => {
    const { work } = scripted(() => failed(503));
    expect(await ended(work.getWorkItem(ids, { totalTimeout: 200 }))).toMatchObject({
      status: 503,
      attempts: 1,
    });
    expect(Date.now()).toBe(Date.UTC(2026, 6, 1));
  });

  test.each([86_400_000, -86_400_000])("a clock that jumps by %i ms ends and extends none", async (jump) => {
    const { work, requests } = scripted(
      () => failed(503),
      () => new Promise(() => {}),
    );
    const end = ended(work.getWorkItem(ids, { totalTimeout: 600, attemptTimeout: 500 }));
    setTimeout(() => vi.setSystemTime(Date.now() + jump), 100);
    expect(await end).toMatchObject({ kind: "timeout", timeout: "total", attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  test("Infinity is no deadline", async () => {
    const { work } = scripted(() => new Promise((resolve) => setTimeout(() => resolve(found()), 86_400_000)));
    expect(await ended(work.getWorkItem(ids, { attemptTimeout: Infinity, totalTimeout: Infinity }))).toBe(
      "found",
    );
  });

  test("a token function that hangs is under the deadline too", async () => {
    const work = createClient({ token: () => new Promise(() => {}), fetch: async () => found() });
    expect(await ended(work.getWorkItem(ids, { retries: 0 }))).toMatchObject({ kind: "timeout" });
  });
});

describe("an abort", () => {
  const reason = new Error("changed my mind");
  const aborted = async (
    answer: () => Response | Promise<Response>,
    after: number,
    options: CallOptions = {},
  ) => {
    const { work, requests } = scripted(answer);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), after);
    const start = Date.now();
    const end = work.getWorkItem(ids, { ...options, signal: controller.signal }).then(
      () => "found",
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(after);
    expect(await end).toBe(reason);
    expect(Date.now() - start).toBe(after);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    return requests;
  };

  test("before the call sends nothing", async () => {
    const { work, requests } = scripted(found);
    await expect(work.getWorkItem(ids, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(work.getWorkItem(ids, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect(requests).toHaveLength(0);
  });

  test("during a request ends it at once, even if fetch does not listen", async () => {
    expect(await aborted(() => new Promise(() => {}), 100)).toHaveLength(1);
  });

  test("during a body ends it at once", async () => {
    const body = () => new ReadableStream({ pull: () => new Promise(() => {}) });
    await aborted(() => new Response(body(), { headers: { "content-type": "application/json" } }), 100);
    await aborted(() => new Response(body(), { status: 500 }), 100);
  });

  test("during a wait ends it at once", async () => {
    expect(await aborted(() => failed(503), 100)).toHaveLength(1);
  });

  test("ends the call at once, however close it comes behind a failure", async () => {
    for (let steps = 0; steps < 40; steps++) {
      const start = Date.now();
      const controller = new AbortController();
      const { work } = scripted(async () => {
        (async () => {
          for (let step = 0; step < steps; step++) await undefined;
          controller.abort(reason);
        })();
        return failed(503);
      });
      const call = work.getWorkItem(ids, { signal: controller.signal }).finally(() => {
        expect(Date.now() - start, `aborted ${steps} steps after the failure`).toBe(0);
      });
      expect(await ended(call)).toBe(reason);
    }
  });

  test("reaches fetch", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const controller = new AbortController();
    const work = createClient({
      token: "pt-test",
      fetch: (_, init) => {
        signals.push(init?.signal);
        return new Promise(() => {});
      },
    });
    const call = work.getWorkItem(ids, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(signals.map((signal) => signal?.reason)).toStrictEqual([reason]);
  });

  test("leaves no listener after 1,000 calls on one signal", async () => {
    const { work } = scripted(found);
    const { signal } = new AbortController();
    for (let call = 0; call < 1000; call++) await work.getWorkItem(ids, { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});
