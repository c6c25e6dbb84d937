/** The longest delay that `setTimeout` keeps, 25 days. */
const longest = 2 ** 31 - 1;

/**
 * Runs a task until it ends, the time is over, or the signal aborts, whichever comes first. The task is told through
 * its own signal. No timer and no listener is left behind, even if the task never ends.
 *
 * @param ms How long the task may take.
 * @param expire Makes the reason to reject with when the time is over.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  expire: () => unknown,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const controller = new AbortController();
  const end = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const abort = () => end(signal?.reason);
  const timer = setTimeout(() => end(expire()), Math.min(ms, longest));
  signal?.addEventListener("abort", abort);
  task(controller.signal).then(resolve, reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Waits; rejects at once with the signal's reason if it aborts. */
export const sleep = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  within(ms, signal, Boolean, () => new Promise<void>(() => {})).catch(() => signal?.throwIfAborted());
