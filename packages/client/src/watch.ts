import type { WorkClient } from "./client.ts";
import { WorkError } from "./error.ts";
import type { WorkItem } from "./generated/schema.gen.ts";
import type { CallOptions } from "./options.ts";
import { waitAfter } from "./retry.ts";
import type { Params } from "./types.ts";
import { within } from "./within.ts";

type Known<Open> = Open extends string ? (string extends Open ? never : Open) : never;

/** The state after which nothing changes any more. */
const last = "stopped" satisfies Known<WorkItem["state"]>;

export interface WatchOptions extends CallOptions {
  /**
   * Time between two reads, in milliseconds. While nothing changes it grows by half each time, to at most ten times
   * this. It varies at random by up to a fifth.
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
 * Reads a work item again and again. Yields it at once, and again after each change; ends after it has stopped. Transient errors are retried until `timeout`, also after the client's own retries.
 *
 * @throws {WorkError} of kind `timeout` when `timeout` has passed, with the last transient error as its cause; any
 * error that is not transient. An abort rejects with the signal's own reason.
 */
export async function* watchWorkItem(
  work: Pick<WorkClient, "getWorkItem">,
  params: Params<"getWorkItem">,
  { interval = 2_000, timeout = Infinity, ...call }: WatchOptions = {},
): AsyncGenerator<WorkItem, void, undefined> {
  const end = Date.now() + timeout;
  let seen: string | undefined;
  let wait = interval;
  let failures = 0;
  let cause: unknown;
  for (let left = timeout; left > 0; ) {
    let pause = 0;
    try {
      const item = await work.getWorkItem(params, {
        ...call,
        ...(Number.isFinite(left) && { totalTimeout: Math.min(left, call.totalTimeout ?? left) }),
      });
      failures = 0;
      cause = undefined;
      const text = JSON.stringify(item);
      if (text === seen) wait = Math.min(wait * 1.5, interval * 10);
      else {
        seen = text;
        wait = interval;
        yield item;
      }
      if (item.state === last) return;
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      pause = waitAfter(error, ++failures);
      if (pause === Infinity) throw error; // it is not transient
      cause = error;
    }
    pause = Math.max(pause, wait * (0.8 + 0.4 * Math.random()));
    left = end - Date.now();
    await within(Math.min(pause, left), call.signal);
    left = pause < left ? end - Date.now() : 0; // a timer can fire a millisecond too early
  }
  const fields = { operation: "getWorkItem", timeout: "total" } as const;
  throw new WorkError("timeout", `gave up after ${timeout} ms`, fields, { cause });
}

export interface WaitOptions extends WatchOptions {
  /**
   * The state to wait for, or a test of the item.
   *
   * @default "stopped"
   */
  until?: WorkItem["state"] | ((item: WorkItem) => boolean) | undefined;
  /**
   * Time limit of the wait, in milliseconds.
   *
   * @default 600_000
   */
  timeout?: number | undefined;
}

/**
 * Waits until a work item is in a state, and returns it. An item that has stopped is returned in any case, because it
 * will not change any more: check its `state`.
 *
 * @throws {WorkError} of kind `timeout` when `timeout` has passed, and what {@link watchWorkItem} throws.
 */
export async function waitForWorkItem(
  work: Pick<WorkClient, "getWorkItem">,
  params: Params<"getWorkItem">,
  { until = last, timeout = 600_000, ...options }: WaitOptions = {},
): Promise<WorkItem> {
  const reached = typeof until === "function" ? until : (item: WorkItem) => item.state === until;
  for await (const item of watchWorkItem(work, params, { ...options, timeout })) {
    if (reached(item) || item.state === last) return item;
  }
  throw new Error("unreachable: watching ends with the last state");
}
