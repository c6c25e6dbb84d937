import type { Operation } from "./documented.ts";
import type { Asked } from "./request.ts";
import { judgeText } from "./schemas.ts";

/**
 * Returns the body of an answer with what the API repeats of the request: each path parameter in the fields of its name,
 * or at the top in an `id` of its schema, and `x-request-id` in `request_id`.
 */
export function echoed(operation: Operation, { params, headers }: Asked, body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const path = (operation.request?.path ?? []).toReversed(); // the last one is the closest to the answer
  const echo = (value: unknown, isNamed: (name: string) => boolean) => {
    if (typeof value !== "string" && typeof value !== "number") return value;
    const isOf = ({ name, schema }: (typeof path)[number]) =>
      isNamed(name) && judgeText(operation, schema, value).length === 0;
    const own = params[path.find(isOf)?.name ?? ""] ?? value;
    return typeof value === "number" ? Number(own) : own;
  };
  const copy = JSON.parse(JSON.stringify(body), (name, value) => echo(value, (other) => other === name));
  if ("id" in copy) copy.id = echo(copy.id, () => true);
  if ("request_id" in copy) copy.request_id = headers["x-request-id"] || copy.request_id;
  return copy;
}
