/** Waits, until the caller is gone. It takes the timer of the moment, so that fake ones move it. */
export function sleep(ms: number, gone?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    gone?.addEventListener("abort", done);
    function done() {
      clearTimeout(timer);
      gone?.removeEventListener("abort", done);
      resolve();
    }
  });
}
