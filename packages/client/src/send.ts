import { attempt, type Call, type Transport } from "./attempt.ts";
import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import { requestId } from "./headers.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { type Descriptor, requestOf } from "./request.ts";
import { waitAfter } from "./retry.ts";
import type { OperationId } from "./types.ts";
import { within } from "./within.ts";

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
  const descriptor: Descriptor = operations[operation];
  const request_id = requestId(options.headers);
  const request = requestOf(operation, { __proto__: null, ...parameters }, client, options);
  const call: Call = { http, client, options, descriptor, request, attemptTimeout, totalTimeout, end };

  let renewed = false;
  for (let attempts = 1, failures = 0; ; attempts++) {
    try {
      return await attempt(call, { operation, attempts, request_id });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof WorkError)) throw error;
      if (error.status === 401 && !renewed && typeof client.token === "function") {
        renewed = true;
        call.credentials = undefined;
        continue;
      }
      const wait = waitAfter(error, ++failures, descriptor.once);
      if (failures > retries || Date.now() + wait >= end) throw error;
      await within(wait, options.signal);
    }
  }
}
