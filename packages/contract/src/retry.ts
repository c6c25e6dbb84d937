import { type Exchange, errorOf } from "./exchange.ts";

/** Waits, in milliseconds. */
export type Wait = (ms: number) => Promise<unknown>;

/** At most this many further attempts. */
const retries = 3;

/** A longer `Retry-After` is not waited for, in milliseconds. */
const longest = 60_000;

/** Statuses with which a gateway may answer in the API's place. */
export const ofGateways = [408, 429, 502, 503, 504];

/**
 * Repeats a request while a gateway answers in the API's place, or nobody does, because a connection breaks.
 * Waits as long as `Retry-After` asks, else `pause` doubled each time. A request that is not idempotent is
 * repeated only after 429.
 */
export async function withRetries(send: () => Promise<Exchange>, pause: number, wait: Wait) {
  for (let attempt = 1; ; attempt += 1) {
    const exchange = await send();
    const { request, response, failure, isTooLong, probe } = exchange;
    const { retry_after: seconds } = errorOf(exchange);
    const delay = seconds === undefined ? pause * 2 ** attempt : seconds * 1000;
    const isRepeatable = probe.operation.idempotent || response?.status === 429;
    const isLast = !isRepeatable || attempt > retries || delay > longest;
    const isTransient = obstacleOf(exchange) ?? (request.url && failure && !isTooLong);
    if (isLast || !isTransient) return exchange;
    await wait(Math.max(delay, pause));
  }
}

/** The reason why the API did not answer, such as `429`; undefined if an answer came that can be judged. */
export function obstacleOf({ request, response, failure, probe }: Exchange): string | undefined {
  // Without a URL, the client refused to send the request.
  if (!response) return request.url ? (failure ?? "no answer") : undefined;
  const { status } = response;
  return ofGateways.includes(status) && !probe.statuses.includes(status) ? `${status}` : undefined;
}
