import { attempt, type Call, type Transport } from "./attempt.ts";
import { WorkError } from "./error.ts";
import { credentialsOf } from "./generated/features.gen.ts";
import { operations } from "./generated/operations.gen.ts";
import { newRequestId } from "./headers.ts";
import { type CallOptions, type ClientOptions, limitsOf } from "./options.ts";
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
  const { retries, attemptTimeout, totalTimeout } = limitsOf(client, options);
  const end = performance.now() + totalTimeout;
  const descriptor: Descriptor = operations[operation];
  const request_id = newRequestId();
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
        call.credentials = renewal(call, `${await call.credentials}`);
        continue;
      }
      const wait = waitAfter(error, ++failures, descriptor.once);
      if (failures > retries || performance.now() + wait >= end) throw error;
      await within(wait, options.signal);
    }
  }
}

/** The credentials of each client that a server refused last, and those that took their place. */
const renewals = new WeakMap<ClientOptions, { refused: string; fresh: ReturnType<typeof credentialsOf> }>();

/** Gets other credentials than those that were refused. Calls whose credentials are refused at a time share them. */
function renewal({ client, descriptor }: Call, refused: string): ReturnType<typeof credentialsOf> {
  const known = renewals.get(client);
  if (known?.refused === refused) return known.fresh;
  const fresh = credentialsOf(client, descriptor.security);
  renewals.set(client, { refused, fresh });
  fresh.catch(() => renewals.delete(client));
  return fresh;
}
