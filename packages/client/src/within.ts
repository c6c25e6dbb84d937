/** In milliseconds, 23 days: `setTimeout` fires at once where a delay is longer than 2 ** 31 - 1. */
const longestDelay = 2e9;

/**
 * Runs a task for at most `ms` milliseconds; not at all where the signal has aborted. It ends at once when the time has
 * passed or the signal aborts, even if the task goes on. No timer and no listener is left behind.
 *
 * @param late Makes the error for a task that takes too long. Without it, the time passing is a success.
 * @throws the signal's reason if it aborts
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  task?: (signal: AbortSignal) => Promise<T>,
  late?: () => unknown,
): Promise<T | undefined> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  const controller = new AbortController();
  const stop = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const abort = () => stop(signal?.reason);
  const delay = Math.max(0, Math.min(ms, longestDelay));
  const timer = setTimeout(() => (late ? stop(late()) : resolve(undefined)), delay);
  signal?.addEventListener("abort", abort);
  task?.(controller.signal).then(resolve, reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
