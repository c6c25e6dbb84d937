import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Asked } from "./asked.ts";
import { choose, type Operation, responseOf } from "./documented.ts";
import type { Spec } from "./prism.ts";

/** The parameter that is wrong, and headers of the answer. */
type Detail = { param?: string | undefined; headers?: Record<string, string> };

/** The reason why the mock refuses a request: all breaches of the contract. */
export class Refusal extends Error {
  readonly status: number;
  readonly violations: string[];
  readonly detail: Detail;

  constructor(status: number, violations: string[], detail: Detail = {}) {
    super(violations.join("; "));
    this.status = status;
    this.violations = violations;
    this.detail = detail;
  }
}

/**
 * Returns the answer of a refusal, in the shape of a documented one: that of the operation, else that of any operation,
 * else that of a bad request. Without any, it is a problem (RFC 9457).
 */
export function refusalAnswer({ status, message, detail }: Refusal, { headers, route }: Asked, spec: Spec) {
  const request_id = headers["x-request-id"] || randomUUID();
  const { type, body } = shapeOf(status, spec, route.operation);
  const { error, ...fields } = body as { error?: { type: string } } & Record<string, unknown>;
  const names = ["detail", "message", "title", "description"];
  const text = names.find((name) => typeof fields[name] === "string") ?? "detail";
  const told =
    typeof error === "object"
      ? { ...fields, request_id, error: { type: error.type, message, param: detail.param } }
      : { ...body, [text]: message };
  const own = { ...detail.headers, "content-type": type, "x-request-id": request_id };
  return { headers: own, body: told };
}

/** The body of a documented error, and its media type. */
function shapeOf(status: number, { operations }: Spec, operation?: Operation) {
  const own = operation && responseOf(operation, status) ? [[operation, status] as const] : [];
  const others = [`${status}`, "400", "4XX", "default"].flatMap((code) => {
    const other = operations.find(({ responses }) => responses.some((one) => one.code === code));
    return other ? [[other, code] as const] : [];
  });
  for (const [one, code] of [...own, ...others]) {
    const { value: body } = choose(one, code);
    const [content] = responseOf(one, code)?.contents ?? [];
    if (typeof body === "object" && body) return { type: content?.mediaType, body };
  }
  return { type: "application/problem+json", body: { title: STATUS_CODES[status], status, detail: "" } };
}
