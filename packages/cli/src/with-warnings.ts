import type { WorkClient } from "@qoder/work-client";

type Reader = Pick<WorkClient, "getWorkItem">;

/**
 * A client that calls `warn` with what failed when it is asked again, so that a command that reads again and again does
 * not seem to hang. It does so once, and not again before a call succeeds.
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
