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
  const told = withMessage(body, message);
  if ("request_id" in told) told["request_id"] = request_id;
  const { error } = told;
  const hasParam = JSON.stringify([error, route.operation]).includes('"param":');
  if (hasParam && error instanceof Object) Object.assign(error, { param: detail.param });
  const own = { ...detail.headers, "content-type": type, "x-request-id": request_id };
  return { headers: own, body: told };
}

/** Names, or their ends, of the texts for people in errors, the best first. */
const texts = ["detail", "message", "msg", "description", "reason", "title"];

/** An error with a message, in the text that it has for one. */
function withMessage(body: object, message: string): Record<string, unknown> {
  const json = JSON.stringify(body);
  const found = texts.map((text) => new RegExp(`"(\\w*${text})":"`, "i").exec(json)?.[1]).find(Boolean);
  const isText = (name: string, value: unknown) => name === found && typeof value === "string";
  const told = JSON.parse(json, (name, value) => (isText(name, value) ? message : value));
  return found || Array.isArray(told) ? told : { ...told, detail: message };
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
