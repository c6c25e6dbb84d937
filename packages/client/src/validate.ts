import type { WorkClient } from "./client.ts";
import { type Problem, WorkError } from "./error.ts";
import * as generated from "./generated/validators.gen.ts";
import { type CallOptions, checkOptions, expect, type Success } from "./options.ts";
import type { OperationId } from "./types.ts";

const { validators } = generated as unknown as { validators: Partial<Record<OperationId, Validator>> };

interface Validator {
  (body: unknown): boolean;
  errors?: { instancePath: string; message: string }[] | null;
}

/**
 * Lists the differences between the body of a success and the spec, at most 100. Unknown fields and unknown values of an
 * `enum` do not count.
 */
export function problemsOf(operation: OperationId, body: unknown): Problem[] {
  const validator = validators[operation];
  if (!validator || body === undefined || validator(body)) return [];
  return (validator.errors ?? [])
    .slice(0, 100)
    .map(({ instancePath, message }) => ({ pointer: instancePath, message }));
}

/**
 * Returns a client whose methods compare every body with the spec. A difference is a {@link WorkError} of kind
 * `decode` with `problems`. The validators are plain functions, compiled from the spec when the package was made:
 * no compiler and no `eval` at run time.
 *
 * @throws {WorkError} of kind `argument` if `work` is not a client
 * @example
 * const work = validated(createClient());
 */
export function validated(work: WorkClient): WorkClient {
  type Method = (params: unknown, options?: CallOptions) => Promise<unknown>;
  expect(work?.http, "work", "must be a client", work);
  const methods: Record<string, Method> = {};
  for (const operation of Object.keys(validators) as OperationId[]) {
    const call = work[operation] as Method;
    methods[operation] = async (params, options = {}) => {
      checkOptions(options, operation, "signal");
      let success = { operation } as Success;
      const onSuccess = (facts: Success) => {
        success = facts;
      };
      const body = await call(params, { ...options, onSuccess });
      const problems = problemsOf(operation, body);
      const [first] = problems;
      if (first) {
        const problem = `the body breaks the spec at "${first.pointer}": ${first.message}`;
        throw new WorkError("decode", problem, { ...success, headers: undefined, problems });
      }
      await options.onSuccess?.(success);
      return body;
    };
  }
  return { ...work, ...methods };
}
