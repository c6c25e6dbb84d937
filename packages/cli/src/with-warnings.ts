import type { WorkClient } from "@qoder/work-client";

type Reader = Pick<WorkClient, "getWorkItem">;

/**
 * Returns a client that calls `warn` with the last failure when it is called again, so that a command which keeps reading
 * does not seem to hang. It warns once, and not again before a call succeeds.
 */
export function withWarnings(work: Reader, warn: (error: unknown) => void): Reader {
  let failure: unknown;
  let warned = false;
  return {
    async getWorkItem(params, options) {
      if (failure && !warned) warn(failure);
      warned = failure !== undefined;
      try {
        const item = await work.getWorkItem(params, options);
        failure = undefined;
        return item;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
}
