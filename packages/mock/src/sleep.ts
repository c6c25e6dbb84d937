/** Waits, until the caller is gone. It takes the timer of the moment, so that fake ones move it. */
export async function sleep(ms: number, gone: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, ms);
  gone.addEventListener("abort", resolve);
  await promise;
  clearTimeout(timer);
  gone.removeEventListener("abort", resolve);
}
