/** In milliseconds, 23 days: `setTimeout` fires at once where a delay is longer than 2 ** 31 - 1. */
export const longestDelay = 2e9;

/**
 * Waits, not at all where `ms` is negative; rejects at once with the signal's reason if it aborts. No timer and no
 * listener is left behind.
 */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal?.reason);
  const timer = setTimeout(resolve, Math.max(0, Math.min(ms, longestDelay)));
  signal?.addEventListener("abort", abort);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
