import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { OperationId } from "./types.ts";

interface Rules {
  readonly patterns: Readonly<Record<string, RegExp>>;
  readonly query?: (params: Record<string, unknown>) => Record<string, unknown>;
}

/**
 * What openapi-fetch needs to know of the parameters of a call. It refuses a path parameter that could reach another
 * URL than the documented one: `…/work/poll`, for example, claims a work item.
 */
export function paramsOf(operation: OperationId, params: Record<string, unknown>) {
  const { patterns, query }: Rules = operations[operation];
  return {
    params: { path: params, query: query?.(params) },
    /** @throws {WorkError} of kind `argument` */
    pathSerializer: (url: string): string => {
      for (const param in patterns) {
        const value = params[param];
        const pattern = patterns[param] as RegExp;
        if (typeof value !== "string" || !pattern.test(value) || !value.isWellFormed()) {
          throw new WorkError(
            "argument",
            `${param} must match ${pattern}; received ${JSON.stringify(value)}`,
            {
              operation,
              param,
            },
          );
        }
        url = url.replace(`{${param}}`, encodeURIComponent(value));
      }
      return url;
    },
  };
}

/**
 * Makes what the platform may refuse. Its own error would show the values, and a secret may be among them.
 *
 * @throws {WorkError} of kind `argument`
 */
export function valid<T>(make: () => T): T {
  try {
    return make();
  } catch {
    throw new WorkError("argument", "bad baseUrl or headers");
  }
}

// Made by the first call: not every runtime has randomness while modules load.
let seed: string | undefined;
let calls = 0;

/**
 * The id of a call: the caller's own, else a new one, of about 50 random bits for this program and the number of the
 * call. (A UUID would cost a tenth of a call, and is not to be had in every browser context.)
 */
export function requestId(headers: Record<string, string> | undefined): string {
  seed ??= Math.random().toString(36).slice(2);
  return (headers && valid(() => new Headers(headers)).get("x-request-id")) ?? `${seed}-${++calls}`;
}
