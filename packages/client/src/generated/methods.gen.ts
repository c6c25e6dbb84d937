// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

import type { CallOptions } from "../options.ts";
import type { Params, Result } from "../types.ts";

export interface Methods {
  /**
   * Get work item
   *
   * Returns one work item of a `self_hosted` Environment: what it runs, the state it is in, and when each step
   * of its life happened.
   *
   * Reading changes nothing, so it is safe to repeat. To follow an item, read it again until `state` is `stopped`.
   *
   * @see https://docs.qoder.com/work-api/getWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  getWorkItem: (params: Params<"getWorkItem">, options?: CallOptions) => Promise<Result<"getWorkItem">>;
}
