import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { OperationId } from "./types.ts";

interface Rule {
  in: "path" | "query";
  pattern?: RegExp;
}

/**
 * Splits the parameters of a call into those of the path and of the query, and refuses what could reach another
 * URL than the documented one: `…/work/poll`, for example, claims a work item.
 *
 * @throws {WorkError} of kind `argument`
 */
export function splitParams(operation: OperationId, params: Record<string, unknown>) {
  const split = { path: {} as Record<string, unknown>, query: {} as Record<string, unknown> };
  for (const [name, rule] of Object.entries<Rule>(operations[operation].parameters)) {
    const value = params?.[name];
    if (rule.in === "query" && value === undefined) continue;
    const expected = problemOf(value, rule);
    if (expected) {
      throw new WorkError("argument", `${name} must be ${expected}; received ${show(value)}.`, {
        operation,
        param: name,
      });
    }
    split[rule.in][name] = value;
  }
  return split;
}

function problemOf(value: unknown, { in: place, pattern }: Rule): string | undefined {
  const text = String(value);
  if (pattern && (typeof value !== "string" || !pattern.test(text))) {
    const prefix = /^\^(\w+)$/.exec(pattern.source)?.[1];
    return prefix ? `a string that starts with "${prefix}"` : `a string that matches ${pattern}`;
  }
  if (place === "path" && (value == null || /^\.{0,2}$/.test(text))) return "one segment of a path";
  return text.isWellFormed() ? undefined : "well-formed Unicode";
}

/** A received value for a message: strings in quotes and cut short, other things by their type. */
function show(value: unknown): string {
  if (typeof value !== "string") return value === null ? "null" : typeof value;
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
