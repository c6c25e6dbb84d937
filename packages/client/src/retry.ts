import type { WorkError } from "./error.ts";

/** A server that asks for a longer wait than this, in seconds, is not waited for. */
const longestRetryAfter = 60;

/** Tells an error that may pass by itself: no complete answer, or a status that asks to try again. */
const isTransient = ({ kind, status = 0 }: WorkError): boolean =>
  kind === "connection" || kind === "timeout" || status === 408 || status === 429 || status >= 500;

/** Tells an error after which the server has not begun to work: too many requests, or a refused connection. */
const isUnsent = ({ status, cause }: WorkError): boolean =>
  status === 429 || [cause, Object(cause).cause].some((error) => Object(error).code === "ECONNREFUSED");

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
  const backoff = Math.random() * Math.min(8, 2 ** failures / 4);
  // A server that says 0 again and again is not asked without a pause.
  const seconds = failures > 1 ? error.retry_after || backoff : (error.retry_after ?? backoff);
  return (once ? isUnsent(error) : isTransient(error)) && seconds <= longestRetryAfter
    ? seconds * 1000
    : Infinity;
}

/** `Retry-After` in seconds: a number of seconds, or an HTTP date, from the server's own `Date`; undefined if it is neither. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const isDate = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(value);
  const seconds = (Date.parse(value) - (Date.parse(headers.get("date") ?? "") || Date.now())) / 1000;
  return isDate && seconds > 0 ? Math.ceil(seconds) : undefined;
}
