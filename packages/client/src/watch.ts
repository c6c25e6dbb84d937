import type { WorkClient } from "./client.ts";
import { WorkError } from "./error.ts";
import type { knownValues } from "./generated/operations.gen.ts";
import type { WorkItem } from "./generated/schema.gen.ts";
import { type CallOptions, checkOptions, expect, numberOf } from "./options.ts";
import { waitAfter } from "./retry.ts";
import type { Deadline } from "./send.ts";
import type { Params } from "./types.ts";
import { within } from "./within.ts";

/** The state after which nothing changes any more. */
const last = "stopped" satisfies (typeof knownValues.WorkItemState)[number];

export interface WatchOptions extends CallOptions {
  /**
   * Time between two reads, in milliseconds. While nothing changes it grows by half each time, to at most ten times
   * this. It varies at random by up to a fifth. At least 1.
   *
   * @default 2_000
   */
  interval?: number | undefined;
  /**
   * Time limit of the watch, in milliseconds.
   *
   * @default Infinity
   */
  timeout?: number | undefined;
}

/**
 * Reads a work item again and again. Yields it at once, and again after each change; ends after it has stopped.
 * Connection errors, timeouts, 408, 429 and 5xx are retried until `timeout`, also after the client's own retries. `return()`
 * and `throw()` end it at once, also during a read.
 *
 * @throws {WorkError} at once, of kind `argument`, if `work` is not a client or an option makes no sense; of kind `timeout`
 * when `timeout` has passed, with the last state, and the last transient error as its cause; any other error, such as a
 * 404, an answer that is not JSON, or a `Retry-After` of more than 60 s. An abort rejects with the signal's own reason.
 */
export function watchWorkItem(
  work: Pick<WorkClient, "getWorkItem">,
  params: Params<"getWorkItem">,
  given: WatchOptions = {},
): AsyncGenerator<WorkItem, void, undefined> {
  expect(work?.getWorkItem, "work", "must be a client", work);
  checkOptions(given, "watchWorkItem", "interval: 2_000");
  const { interval = 2_000, timeout = Infinity, ...options } = given;
  numberOf("interval", interval, 1);
  numberOf("timeout", timeout);
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, options.signal || over.signal]);
  const read = (deadline: number) =>
    work.getWorkItem(params, { ...options, signal, deadline } as CallOptions & Deadline);
  const items = changesOf(read, interval, timeout, signal);
  const next = items.next.bind(items);
  const done = { done: true, value: undefined } as const;
  return Object.assign(items, {
    next: () => next().catch((error) => (over.signal.aborted ? done : Promise.reject(error))),
    async return() {
      over.abort();
      return done;
    },
    async throw(error: unknown) {
      over.abort();
      throw error;
    },
  });
}

/** An item as text, in which the order of the keys does not matter. */
function textOf(item: WorkItem): string {
  const sorted = (_: string, value: unknown) =>
    Object(value) !== value || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value as object).sort());
  try {
    return JSON.stringify(item, sorted);
  } catch {
    throw new WorkError("decode", "the item is nested too deeply to tell whether it has changed");
  }
}

async function* changesOf(
  read: (deadline: number) => Promise<WorkItem>,
  interval: number,
  timeout: number,
  signal: AbortSignal,
): AsyncGenerator<WorkItem, void, undefined> {
  const deadline = performance.now() + timeout;
  let seen: string | undefined;
  let state: string | undefined;
  let wait = interval;
  let failures = 0;
  let cause: unknown;
  for (let left = timeout; left > 0; ) {
    let pause = 0;
    try {
      const item = await read(deadline);
      failures = 0;
      cause = undefined;
      const text = textOf(item);
      state = item.state;
      if (typeof state !== "string") throw new WorkError("decode", "expected a work item with its `state`");
      const isNew = text !== seen;
      seen = text;
      wait = isNew ? interval : Math.min(wait * 1.5, interval * 10);
      if (isNew) yield item;
      if (state === last) return;
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      pause = waitAfter(error, ++failures);
      if (pause === Infinity) throw error; // it is not transient
      cause = error;
    }
    pause = Math.max(pause, wait * (0.8 + 0.4 * Math.random()));
    left = deadline - performance.now();
    await within(Math.min(pause, left), signal);
    left = pause < left ? deadline - performance.now() : 0; // a timer can fire a millisecond too early
  }
  const fields = { operation: "getWorkItem", timeout: "total" } as const;
  const name = /^\w{1,40}$/.test(state ?? "") ? state : "…"; // a server could send anything, such as the token
  const seenLast = state === undefined ? "the item was not read" : `the last state was "${name}"`;
  throw new WorkError("timeout", `gave up after ${timeout} ms: ${seenLast}`, fields, { cause });
}

export interface WaitOptions extends WatchOptions {
  /**
   * The state to wait for, or a test of the item.
   *
   * @default "stopped"
   */
  until?: WorkItem["state"] | ((item: WorkItem) => boolean | Promise<boolean>) | undefined;
  /**
   * Time limit of the wait, in milliseconds.
   *
   * @default 600_000
   */
  timeout?: number | undefined;
}

/**
 * Waits until a work item is in a state, and returns it.
 *
 * @throws {WorkError} of kind `state`, with the item as its `body`, if the item stopped before it was seen in that state;
 * of kind `timeout` when `timeout` has passed; and what {@link watchWorkItem} throws.
 */
export async function waitForWorkItem(
  work: Pick<WorkClient, "getWorkItem">,
  params: Params<"getWorkItem">,
  given: WaitOptions = {},
): Promise<WorkItem> {
  checkOptions(given, "waitForWorkItem", "timeout: 60_000");
  const { until = last, timeout = 600_000, ...options } = given;
  expect(/string|function/.test(typeof until), "until", "must be a state or a function", until);
  const reached = typeof until === "function" ? until : (item: WorkItem) => item.state === until;
  let body: WorkItem | undefined;
  for await (const item of watchWorkItem(work, params, { ...options, timeout })) {
    if (await reached(item)) return item;
    body = item;
  }
  const wanted = typeof until === "function" ? "as wanted" : `as "${until}"`;
  const problem = `${params.work_id} stopped before it was seen ${wanted}`;
  throw new WorkError("state", problem, { operation: "getWorkItem", body });
}
