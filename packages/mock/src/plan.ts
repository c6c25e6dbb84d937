import type { Timed } from "./answer.ts";
import { type Choice, choose, exampleOf, type Operation, responseOf } from "./documented.ts";
import { judgeJson, sentenceOf } from "./schemas.ts";

/** An answer, checked. */
export interface Plan extends Timed {
  /** Fields of the body that differ from the example; null is the whole body. */
  with?: object | null | undefined;
  headers?: Record<string, string> | undefined;
  send?: Choice | { status: number; body: string } | "reset";
  /** Whether the example is sent as it is documented, without the ids of the request. */
  verbatim?: boolean;
  /** Whether the world acts; it answers unless something else is sent. */
  world?: boolean;
}

/** An answer that is an object. */
interface Given extends Timed {
  status?: number;
  example?: string;
  with?: object;
  headers?: Record<string, string>;
  body?: string;
  reset?: true;
  world?: true;
}

const milliseconds = { type: "number", minimum: 0, maximum: 2 ** 31 - 1 };

/** Refuses what TypeScript would have refused. */
const schema = {
  type: ["number", "string", "object"],
  additionalProperties: false,
  dependentRequired: { body: ["status"] },
  properties: {
    status: { type: ["integer", "string"], minimum: 200, maximum: 599 },
    example: { type: "string" },
    with: { type: "object" },
    headers: { type: "object" },
    body: { type: "string" },
    delay: milliseconds,
    drip: milliseconds,
    truncate: { type: "number", minimum: 0 },
    reset: { const: true },
    world: { const: true },
  },
};

/**
 * Checks an answer for an operation.
 *
 * @throws {Error} if the operation does not document it, or HTTP does not allow it
 */
export function planOf(operation: Operation, answer: unknown): Plan {
  const breaches = judgeJson({}, schema, answer ?? null).map((breach) => sentenceOf("reply", breach));
  if (breaches.length > 0) throw new Error(breaches.join("; "));
  if (answer === "world") return { world: true };
  const isCode = (code: string) => operation.responses.some((one) => one.code === code);
  if (typeof answer === "number" || (typeof answer === "string" && isCode(answer)))
    return { send: choose(operation, answer) };
  if (typeof answer === "string") return { send: choose(operation, undefined, answer) };
  const { status, example, body, reset, world, headers = {}, ...rest } = answer as Given;
  new Headers(headers); // throws if HTTP does not allow them
  if (reset) return { ...rest, send: "reset", world: world ?? false };
  if (world) return { ...rest, world };
  const isDocumented = status === undefined || example !== undefined || responseOf(operation, status);
  if (body !== undefined || !isDocumented)
    return { ...rest, headers, send: { status: Number(status), body: body ?? "" } };
  const send = choose(operation, status, example);
  const known = exampleOf(operation, send);
  if (rest.with && known !== undefined && judgeJson({}, { type: "object" }, known).length > 0)
    throw new Error(`with needs an example that is an object; ${operation.iid} has none here`);
  return { ...rest, headers, send };
}
