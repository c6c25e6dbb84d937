import { choose, type Operation } from "./documented.ts";
import type { Examples } from "./generated/examples.gen.ts";
import type { Plan } from "./plan.ts";
import { Refusal } from "./refusal.ts";

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
    prefer: example === undefined ? `code=${String(status)}` : `code=${String(status)}, example="${example}"`,
  };
}

/**
 * The answer that a `Prefer` header asks for: `code`, `example` or both; the default if it asks for something else.
 *
 * @internal
 * @throws {Refusal} if the operation does not document it
 */
export function preferred(operation: Operation, header = ""): Plan {
  const value = (name: string) =>
    new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,;"]+))`, "i")
      .exec(header)
      ?.slice(1)
      .find(Boolean);
  const [status, example] = [value("code"), value("example")];
  try {
    choose(operation, status, example);
    return { status, example, verbatim: (status ?? example) !== undefined };
  } catch (error) {
    throw new Refusal(400, [`Prefer: ${(error as Error).message}`]);
  }
}
