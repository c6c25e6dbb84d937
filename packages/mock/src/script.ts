import type { Operation } from "./documented.ts";
import { type Plan, planOf } from "./plan.ts";
import { preferred } from "./prefer.ts";
import type { Asked } from "./received.ts";
import type { World } from "./world.ts";

/** A reply, which several operations may share. */
interface Scripted {
  reply: unknown;
  used: boolean;
}

const scriptedOf = (replies: unknown[]): Scripted[] => replies.map((reply) => ({ reply, used: false }));

/** The scripted replies of each operation, and what it replies without them. */
export class Script {
  world: World | undefined;
  /** By {@link keyOf}. */
  #replies = new Map<string, Scripted[]>();

  /** Replies that no request has used. */
  get unused(): unknown[] {
    const all = new Set([...this.#replies.values()].flat());
    return [...all].filter(({ used }) => !used).map(({ reply }) => reply);
  }

  /** Scripts each operation that documents all of the replies. @throws {Error} if none does */
  all(operations: Operation[], replies: unknown[]): void {
    const failures = operations.map((operation) => failureOf(operation, replies));
    const scripted = operations.filter((_, at) => failures[at] === undefined);
    if (scripted.length === 0) throw new Error([...new Set(failures)].join("; "));
    const own = scriptedOf(replies);
    this.#replies = new Map(scripted.map((operation) => [keyOf(operation), [...own]]));
  }

  /** Scripts one operation. @throws {Error} if it does not document the replies */
  one(operations: Operation[], id: string, replies: unknown[]): void {
    const operation = operations.find(({ iid }) => iid === id);
    const failure = operation ? failureOf(operation, replies) : `The spec has no operation ${id}`;
    if (!operation || failure) throw new Error(failure);
    this.#replies.set(keyOf(operation), scriptedOf(replies));
  }

  /**
   * Returns the next reply of an operation; the last one repeats. Without one the `Prefer` header replies, then the world,
   * then the spec.
   */
  async next(operation: Operation, request: Asked): Promise<Plan> {
    const replies = this.#replies.get(keyOf(operation)) ?? [];
    const [next] = replies.length > 1 ? replies.splice(0, 1) : replies;
    if (next) next.used = true;
    const { reply = "world" } = next ?? {};
    const plan = planOf(operation, typeof reply === "function" ? await reply(request.received) : reply);
    if (!plan.world) return plan;
    const { prefer } = request.headers;
    const own = prefer === undefined ? await this.world?.answer(operation, request) : undefined;
    return { ...(own ?? preferred(operation, prefer)), ...plan };
  }
}

/** Names an operation before and after the spec was edited. */
const keyOf = ({ method, path }: Operation) => `${method} ${path}`;

/** The reason why an operation cannot have these replies, if there is one. */
function failureOf(operation: Operation, replies: unknown[]): string | undefined {
  try {
    for (const reply of replies) if (typeof reply !== "function") planOf(operation, reply);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
