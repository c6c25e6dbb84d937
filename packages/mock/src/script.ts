import { type Answer, type OperationId, type Plan, planOf } from "./answer.ts";
import type { Operation } from "./documented.ts";
import { preferred } from "./prefer.ts";
import type { Asked } from "./received.ts";
import type { World } from "./world.ts";

/** The scripted replies of each operation, and what it replies without them. */
export class Script {
  world: World | undefined;
  /** By {@link keyOf}. */
  #answers = new Map<string, Answer[]>();

  /** Scripts each operation that documents all of the replies. @throws {Error} if none does */
  all(operations: Operation[], answers: Answer[]): void {
    const failures = operations.map((operation) => failureOf(operation, answers));
    const scripted = operations.filter((_, at) => failures[at] === undefined);
    if (scripted.length === 0) throw new Error(failures.join("; "));
    this.#answers = new Map(scripted.map((operation) => [keyOf(operation), [...answers]]));
  }

  /** Scripts one operation. @throws {Error} if it does not document the replies */
  one(operations: Operation[], id: OperationId, answers: Answer[]): void {
    const operation = operations.find(({ iid }) => iid === id);
    const failure = operation ? failureOf(operation, answers) : `The spec has no operation ${id}`;
    if (failure !== undefined) throw new Error(failure);
    this.#answers.set(id, [...answers]);
  }

  /** Drops the replies that are not documented any more. */
  follow(operations: Operation[]): void {
    const known = new Map(operations.map((operation) => [keyOf(operation), operation]));
    for (const [key, answers] of this.#answers) {
      const operation = known.get(key);
      const left = operation && answers.filter((answer) => failureOf(operation, [answer]) === undefined);
      this.#answers.set(key, left ?? []);
    }
  }

  /**
   * Returns the next reply of an operation; the last one repeats. Without one the `Prefer` header replies, then the world,
   * then the spec.
   */
  async next(operation: Operation, request: Asked): Promise<Plan> {
    const answers = this.#answers.get(keyOf(operation)) ?? [];
    const [answer = "world"] = answers.length > 1 ? answers.splice(0, 1) : answers;
    const plan = planOf(operation, answer);
    if (!plan.world) return plan;
    const { prefer } = request.headers;
    const own = prefer === undefined ? await this.world?.answer(operation, request) : undefined;
    return { ...(own ?? preferred(operation, prefer)), ...plan };
  }
}

/** Names an operation before and after the spec was edited. */
const keyOf = ({ iid, method, path }: Operation) => iid ?? `${method} ${path}`;

/** The reason why an operation cannot have these replies, if there is one. */
function failureOf(operation: Operation, answers: Answer[]): string | undefined {
  try {
    for (const answer of answers) planOf(operation, answer);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
