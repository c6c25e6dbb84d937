import type { WorkError } from "./error.ts";

/** A server that asks for a longer wait than this, in seconds, is not waited for. */
const longestRetryAfter = 60;

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
  const { kind, status = 0, cause, retry_after } = error;
  const isRefused = [cause, Object(cause).cause].some((each) => Object(each).code === "ECONNREFUSED");
  const isUnsent = status === 429 || isRefused;
  const isTransient =
    kind === "connection" || kind === "timeout" || [408, 429].includes(status) || status >= 500;
  const backoff = Math.random() * Math.min(8, 2 ** failures / 4);
  // A server that says 0 again and again is not asked without a pause.
  const seconds = failures > 1 ? retry_after || backoff : (retry_after ?? backoff);
  return (once ? isUnsent : isTransient) && seconds <= longestRetryAfter ? seconds * 1000 : Infinity;
}

/** `Retry-After` in seconds: a number, or an HTTP date as seen from the server's own `Date`; undefined if it is neither. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const isDate = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(value);
  const seconds = (Date.parse(value) - (Date.parse(headers.get("date") ?? "") || Date.now())) / 1000;
  return isDate && seconds > 0 ? Math.ceil(seconds) : undefined;
}
