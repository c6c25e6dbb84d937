import { attempt, type Call, type Transport } from "./attempt.ts";
import { WorkError } from "./error.ts";
import { credentialsOf } from "./generated/features.gen.ts";
import { operations } from "./generated/operations.gen.ts";
import { type CallOptions, type ClientOptions, checkOptions, limitsOf } from "./options.ts";
import { type Descriptor, requestOf } from "./request.ts";
import { waitAfter } from "./retry.ts";
import type { SentCredentials } from "./token.ts";
import type { OperationId } from "./types.ts";
import { within } from "./within.ts";

/** Time at which a watch ends, as `performance.now()` counts. None of its calls lasts longer, whatever the limits. */
export interface Deadline {
  deadline?: number;
}

// About 50 random bits for this program, made by the first call: not every runtime has randomness while modules load.
// The id of a call adds its number. A UUID would cost a tenth of a call, and not every browser context can make one.
let seed: string | undefined;
let calls = 0;

/** Calls one operation: resolves to the documented body, or rejects with a {@link WorkError} or the abort's reason. */
export async function send(
  http: Transport,
  client: ClientOptions,
  operation: OperationId,
  parameters: Record<string, unknown>,
  options: CallOptions & Deadline = {},
): Promise<unknown> {
  checkOptions(options, operation, "signal");
  const limits = limitsOf(client, options);
  const end = Math.min(performance.now() + limits.totalTimeout, options.deadline ?? Infinity);
  seed ??= Math.random().toString(36).slice(2);
  const request_id = `${seed}-${++calls}`;
  const descriptor: Descriptor = operations[operation];
  const request = requestOf(operation, { __proto__: null, ...parameters }, client, options);
  const call: Call = { http, client, options, descriptor, request, end, ...limits };

  let answer: Awaited<ReturnType<typeof attempt>>;
  for (let attempts = 1, failures = 0, renewed = false; !answer; attempts++) {
    try {
      answer = await attempt(call, { operation, attempts, request_id });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof WorkError)) throw error;
      if (error.status === 401 && !renewed && typeof client.token === "function") {
        renewed = true;
        call.credentials = renewal(call, `${await call.credentials}`);
        continue;
      }
      const wait = waitAfter(error, ++failures, descriptor.once);
      if (failures > limits.retries || performance.now() + wait >= end) throw error;
      await within(wait, options.signal);
    }
  }
  await options.onSuccess?.(answer.success());
  return answer.result;
}

/** The credentials of each client that a server refused last, and those that took their place. */
const renewals = new WeakMap<ClientOptions, { refused: string; fresh: Promise<SentCredentials> }>();

/** Gets new credentials for refused ones. All calls whose credentials were the same share them. */
function renewal({ client, descriptor, attemptTimeout }: Call, refused: string) {
  const known = renewals.get(client);
  if (known?.refused === refused) return known.fresh;
  const late = () => new WorkError("timeout", `no token in ${attemptTimeout} ms`, { timeout: "attempt" });
  const task = (signal: AbortSignal) => credentialsOf(client, descriptor.security, signal);
  const fresh = within(attemptTimeout, undefined, task, late) as Promise<SentCredentials>;
  renewals.set(client, { refused, fresh });
  const forget = () => renewals.delete(client);
  fresh.then((credentials) => `${credentials}` === refused && forget(), forget);
  return fresh;
}
