import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { OperationId } from "./types.ts";

interface Rules {
  readonly patterns: Readonly<Record<string, RegExp>>;
  readonly query?: (params: Record<string, unknown>) => Record<string, unknown>;
}

/**
 * The parameters of a call, as openapi-fetch takes them. A path parameter that could reach another URL than the
 * documented one is refused: `…/work/poll`, for example, claims a work item.
 */
export function paramsOf(operation: OperationId, params: Record<string, unknown>) {
  const { patterns, query }: Rules = operations[operation];
  return {
    params: { path: params, query: query?.(params) },
    /** @throws {WorkError} of kind `argument` */
    pathSerializer(url: string): string {
      for (const param in patterns) {
        const value = params[param];
        const pattern = patterns[param] as RegExp;
        if (typeof value !== "string" || !pattern.test(value) || !value.isWellFormed()) {
          const rule = `match ${pattern}`.replace(/^match .\^(\w+).u$/, "start with `$1`");
          const problem = `\`${param}\` must ${rule}; received ${JSON.stringify(value)}`;
          throw new WorkError("argument", problem, { operation, param });
        }
        url = url.replace(`{${param}}`, encodeURIComponent(value));
      }
      return url;
    },
  };
}
