import type { Timed } from "./answer.ts";
import { choose, type Operation, responseOf } from "./documented.ts";
import { judgeJson, sentenceOf } from "./schemas.ts";

/** An answer, as a script, a `Prefer` header or the world chooses it. */
export interface Plan extends Timed {
  status?: number | string | undefined;
  example?: string | undefined;
  /** Fields of the body that differ from the example; null is the whole body. */
  with?: object | null;
  headers?: Record<string, string>;
  /** A body that is sent as it is, like that of a gateway. */
  body?: string;
  reset?: boolean;
  /** Whether the world acts; it answers unless the connection is reset. */
  world?: boolean;
  /** Whether the example is sent as it is documented, without the ids of the request. */
  verbatim?: boolean;
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
 * Checks a reply for an operation.
 *
 * @throws {Error} if the operation does not document it, or HTTP does not allow it
 */
export function planOf(operation: Operation, reply: unknown): Plan {
  if (reply instanceof Promise) throw new Error("reply must be no promise: use a function that returns it");
  const breaches = judgeJson({}, schema, reply ?? null, "reply").map(sentenceOf);
  if (breaches.length > 0) throw new Error(breaches.join("; "));
  const plan = typeof reply === "object" ? (reply as Plan) : named(operation, reply as number | string);
  const { status, example, body } = plan;
  new Headers(plan.headers); // throws if HTTP does not allow them
  const isUnknown = status !== undefined && example === undefined && !responseOf(operation, status);
  if (plan === reply && (body !== undefined || isUnknown)) return { ...plan, body: body ?? "" };
  if (plan.reset || plan.world) return plan;
  const { value } = choose(operation, status, example);
  if (plan.with && value !== undefined && judgeJson({}, { type: "object" }, value).length > 0)
    throw new Error(`with needs an example that is an object; ${operation.iid} has none here`);
  return plan;
}

function named({ responses }: Operation, reply: number | string): Plan {
  if (reply === "world") return { world: true };
  const isStatus = typeof reply === "number" || responses.some(({ code }) => code === reply);
  return isStatus ? { status: reply } : { example: reply };
}
