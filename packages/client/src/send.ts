import { attempt, type Call, type Transport } from "./attempt.ts";
import { WorkError } from "./error.ts";
import { requestId } from "./headers.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { paramsOf } from "./params.ts";
import { waitAfter } from "./retry.ts";
import { sleep } from "./sleep.ts";
import type { OperationId } from "./types.ts";

/** Calls one operation: resolves to the documented body, or rejects with a {@link WorkError} or the abort's reason. */
export async function send(
  http: Transport,
  client: ClientOptions,
  operation: OperationId,
  parameters: Record<string, unknown>,
  options: CallOptions = {},
): Promise<unknown> {
  const retries = options.retries ?? client.retries ?? 2;
  const attemptTimeout = options.attemptTimeout ?? client.attemptTimeout ?? 10_000;
  const totalTimeout = options.totalTimeout ?? client.totalTimeout ?? 30_000;
  const end = Date.now() + totalTimeout;
  const params = paramsOf(operation, Object(parameters));
  const request_id = requestId(options.headers);
  const call: Call = { http, client, options, operation, params, attemptTimeout, totalTimeout, end };

  let renewed = false;
  for (let attempts = 1, failures = 0; ; attempts++) {
    try {
      return await attempt(call, { operation, attempts, request_id });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof WorkError)) throw error;
      if (error.status === 401 && typeof client.token === "function" && !renewed) {
        renewed = true;
        call.token = undefined;
        continue;
      }
      const wait = waitAfter(error, ++failures);
      if (failures > retries || Date.now() + wait >= end) throw error;
      await sleep(wait, options.signal);
    }
  }
}
