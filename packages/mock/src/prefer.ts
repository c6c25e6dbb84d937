import type { Examples } from "./generated/examples.gen.ts";

/**
 * Headers that choose the mock's answer: a documented status of an operation, and one of its named examples.
 *
 * @param example Name of the example; the first one of the status by default.
 * @example
 * await work.getWorkItem(params, { headers: prefer("getWorkItem", 404) });
 * await work.getWorkItem(params, { headers: prefer("getWorkItem", 200, "stopped") });
 */
export function prefer<Operation extends keyof Examples, Status extends keyof Examples[Operation]>(
  _operation: Operation,
  status: Status,
  example?: Examples[Operation][Status],
): { prefer: string } {
  return {
    prefer: example === undefined ? `code=${String(status)}` : `code=${String(status)}, example=${example}`,
  };
}
