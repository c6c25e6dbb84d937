import type { Operation } from "./documented.ts";
import { type Plan, planOf } from "./plan.ts";
import { preferred } from "./prefer.ts";
import type { Asked } from "./request.ts";
import type { World } from "./world.ts";

/** A reply, which several operations may share. */
interface Scripted {
  reply: unknown;
  used: boolean;
}

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
  reply(operations: Operation[], replies: unknown[]): void {
    this.#replies = scripted(operations, replies);
  }

  /** Scripts one operation. @throws {Error} if it does not document the replies */
  replyTo(operations: Operation[], id: string, replies: unknown[]): void {
    const own = operations.filter(({ iid }) => iid === id);
    if (own.length === 0) throw new Error(`The spec has no operation ${id}`);
    for (const [key, all] of scripted(own, replies)) this.#replies.set(key, all);
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
    const asked = preferred(operation, request.headers["prefer"]);
    const own = asked.verbatim ? undefined : await this.world?.answer(operation, request);
    return { ...(own ?? asked), ...plan };
  }
}

/** Names an operation before and after the spec was edited. */
const keyOf = ({ method, path }: Operation) => `${method} ${path}`;

/** The replies by the operations that document all of them, which share them. @throws {Error} if none does */
function scripted(operations: Operation[], replies: unknown[]): Map<string, Scripted[]> {
  const found = new Map<string, Scripted[]>();
  const reasons = new Set<string>();
  const shared = replies.map((reply) => ({ reply, used: false }));
  for (const operation of operations)
    try {
      for (const reply of replies) if (typeof reply !== "function") planOf(operation, reply);
      found.set(keyOf(operation), [...shared]);
    } catch (error) {
      reasons.add((error as Error).message);
    }
  if (found.size === 0) throw new Error([...reasons].join("; "));
  return found;
}
