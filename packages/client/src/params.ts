import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { OperationId } from "./types.ts";

/**
 * Splits the parameters of a call for openapi-fetch, and refuses what could reach another URL than the documented
 * one: `…/work/poll`, for example, claims a work item.
 *
 * @throws {WorkError} of kind `argument`
 */
export function checkParams(operation: OperationId, params: Record<string, unknown> = {}) {
  const { patterns, query }: Rules = operations[operation];
  for (const param in patterns) {
    const { [param]: value } = params;
    if (typeof value !== "string" || !patterns[param]?.test(value) || !value.isWellFormed()) {
      throw new WorkError(
        "argument",
        `${param} must match ${patterns[param]}; received ${JSON.stringify(value)}`,
        { operation, param },
      );
    }
  }
  return { path: params, query: query?.(params) };
}

interface Rules {
  readonly patterns: Readonly<Record<string, RegExp>>;
  readonly query?: (params: Record<string, unknown>) => Record<string, unknown>;
}

/**
 * Makes what the platform may refuse. Its own error would show the values, and a token may be among them.
 *
 * @throws {WorkError} of kind `argument`
 */
export function valid<T>(make: () => T): T {
  try {
    return make();
  } catch {
    throw new WorkError("argument", "invalid baseUrl or headers");
  }
}
