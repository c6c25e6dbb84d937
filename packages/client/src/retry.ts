import type { WorkError } from "./error.ts";

/** A server that asks for a longer wait than this, in seconds, is not waited for. */
const longestRetryAfter = 60;

/** What a read may be repeated after: connection errors, timeouts, 408, 429 and 5xx. */
const transient = /^(connection|timeout|api(408|429|5))/;

/**
 * How long to wait after a failed attempt, in milliseconds; `Infinity` if there should be no other.
 *
 * What the server asks for in `Retry-After`, else exponential backoff with full jitter: a random time of up to 0.5 s,
 * 1 s, 2 s, and so on to 8 s. Full jitter spreads clients that failed together most evenly, for the fewest requests
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function waitAfter({ kind, status, retry_after }: WorkError, attempt: number): number {
  const seconds = retry_after ?? Math.random() * Math.min(8, 2 ** attempt / 4);
  return transient.test(kind + status) && seconds <= longestRetryAfter ? seconds * 1000 : Infinity;
}

/** `Retry-After` in seconds: a number of seconds, or an HTTP date from now; undefined where there is no wait. */
export function retryAfter(header: string | null): number | undefined {
  const seconds = Math.ceil(Number(header) || (Date.parse(header as string) - Date.now()) / 1000);
  return seconds > 0 ? seconds : undefined;
}
