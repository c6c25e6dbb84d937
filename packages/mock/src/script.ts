import { type Answer, type OperationId, type Plan, planOf } from "./answer.ts";
import type { Operation } from "./documented.ts";

/** The scripted replies of each operation. */
export class Script {
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

  /** Returns the next reply of an operation; the last one repeats. */
  next(operation: Operation): Plan | undefined {
    const answers = this.#answers.get(keyOf(operation)) ?? [];
    const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers;
    return answer === undefined ? undefined : planOf(operation, answer);
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
