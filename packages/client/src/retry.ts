import type { WorkError } from "./error.ts";

/** A server that asks for a longer wait than this, in seconds, is not waited for. */
const longestRetryAfter = 60;

/** Statuses below 500 that may pass by themselves. */
const transientStatuses = new Set([408, 429]);

/** Tells an error that may pass by itself: no complete answer, or a status that asks to try again. */
const isTransient = ({ kind, status = 0 }: WorkError): boolean =>
  kind === "connection" || kind === "timeout" || transientStatuses.has(status) || status >= 500;

/** Tells an error after which the server has not begun to work: too many requests, or a refused connection. */
const isUnsent = ({ status, cause }: WorkError): boolean =>
  status === 429 || Object(Object(cause).cause).code === "ECONNREFUSED";

/**
 * Returns the time to wait after a failed attempt, in milliseconds; `Infinity` if there should be no other attempt.
 *
 * It is what the server asks for in `Retry-After`, else exponential backoff with full jitter: a random time of up to
 * 0.5 s, 1 s, 2 s, and so on to 8 s. Full jitter spreads clients that failed together most evenly, for the fewest
 * requests (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param once Whether the operation may not be repeated, so that only an attempt which did nothing is followed by another.
 */
export function waitAfter(error: WorkError, failures: number, once = false): number {
  const seconds = error.retry_after ?? Math.random() * Math.min(8, 2 ** failures / 4);
  return (once ? isUnsent(error) : isTransient(error)) && seconds <= longestRetryAfter
    ? seconds * 1000
    : Infinity;
}

/** `Retry-After` in seconds: a number of seconds, or an HTTP date from now; undefined if there is no wait. */
export function retryAfter(header: string | null): number | undefined {
  const seconds = Math.ceil(Number(header) || (Date.parse(header as string) - Date.now()) / 1000);
  return seconds > 0 ? seconds : undefined;
}
