import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { type Operation, responseOf } from "./documented.ts";
import type { Spec } from "./prism.ts";
import type { Asked } from "./request.ts";

/** The reason why the mock refuses a request: all breaches of the contract. */
export class Refusal extends Error {
  readonly status: number;
  readonly violations: string[];
  /** The parameter that is wrong, and headers of the answer. */
  readonly detail: { param?: string | undefined; headers?: Record<string, string> };

  constructor(status: number, violations: string[], detail: Refusal["detail"] = {}) {
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
  const { type, body, schema = {}, sent } = shapeOf(status, spec, route.operation);
  const fields = schema.properties?.["error"];
  const told = withMessage(withoutExtras(body, schema), message);
  if ("request_id" in told) told["request_id"] = request_id;
  const { error } = told;
  if (error instanceof Object && "param" in (fields?.properties ?? error))
    Object.assign(error, { param: detail.param });
  const own = { ...sent, ...detail.headers, "content-type": type, "x-request-id": request_id };
  return { headers: own, body: told };
}

/** The schema of an object, as far as a refusal needs it. */
interface Fields {
  required?: string[];
  properties?: Record<string, Fields>;
}

/** Names, or their ends, of the texts for people in errors, the best first. */
const texts = ["detail", "message", "msg", "description", "reason", "title"];

/** An envelope without its optional fields and those of its `error`: those of an example are about another request. */
function withoutExtras(body: object, { required, properties }: Fields): object {
  const { error } = body as { error?: unknown };
  if (!(error instanceof Object)) return body;
  return { ...requiredOf(body, required), error: requiredOf(error, properties?.["error"]?.required) };
}

function requiredOf(value: object, names?: string[]): object {
  const kept = names && ["type", "request_id", ...texts, ...names];
  return kept ? Object.fromEntries(Object.entries(value).filter(([name]) => kept.includes(name))) : value;
}

/** An error with a message, in the field that it has for one, else in `detail`. */
function withMessage(body: object, message: string): Record<string, unknown> {
  const json = JSON.stringify(body);
  const found = texts.map((text) => new RegExp(`"(\\w*${text})":"`, "i").exec(json)?.[1]).find(Boolean);
  const isText = (name: string, value: unknown) => name === found && typeof value === "string";
  const told = JSON.parse(json, (name, value) => (isText(name, value) ? message : value));
  return found || Array.isArray(told) ? told : { ...told, detail: message };
}

/** The body of a documented error, its media type, its schema and its headers. */
function shapeOf(status: number, { operations }: Spec, operation?: Operation) {
  const all = operations.flatMap(({ responses }) => responses);
  const others = [`${status}`, "400", "4XX", "default"].map((code) => all.find((one) => one.code === code));
  for (const response of [operation && responseOf(operation, status), ...others]) {
    const { contents: [content] = [], headers = [] } = response ?? {};
    const { value: body } = Object(content?.examples?.[0]);
    if (typeof body !== "object" || !body) continue;
    const sent = headers.map(({ name, examples: [first] = [] }) => [name, Object(first).value]);
    const schema = content?.schema as Fields | undefined;
    return { type: content?.mediaType, body, schema, sent: status < 500 ? Object.fromEntries(sent) : {} };
  }
  const problem = { title: STATUS_CODES[status], status, detail: "" };
  return { type: "application/problem+json", body: problem };
}
