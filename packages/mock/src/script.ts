import { type Answer, type OperationId, type Plan, planOf } from "./answer.ts";
import { isDocumented, type Operation } from "./operations.ts";

/** The scripted replies of each operation. */
export class Script {
  /** By {@link keyOf}. */
  #plans = new Map<string, Plan[]>();

  /** Scripts each operation that documents all of the replies. @throws {Error} if none does */
  all(operations: Operation[], answers: Answer[]): void {
    const scripted = new Map<string, Plan[]>();
    const failures: string[] = [];
    for (const operation of operations) {
      try {
        scripted.set(keyOf(operation), plansOf(operation, answers));
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
    if (scripted.size === 0) throw new Error(failures.join("; "));
    this.#plans = scripted;
  }

  /** Scripts one operation. @throws {Error} if it does not document the replies */
  one(operations: Operation[], id: OperationId, answers: Answer[]): void {
    const operation = operations.find(({ iid }) => iid === id);
    if (!operation) throw new Error(`The spec has no operation ${id}`);
    this.#plans.set(keyOf(operation), plansOf(operation, answers));
  }

  /** Drops the replies that are not documented any more. */
  follow(operations: Operation[]): void {
    for (const [key, plans] of this.#plans) {
      const operation = operations.find((one) => keyOf(one) === key);
      this.#plans.set(key, operation ? plans.filter(({ send }) => isPossible(operation, send)) : []);
    }
  }

  /** Returns the next reply of an operation; the last one repeats. */
  next(operation: Operation): Plan | undefined {
    const plans = this.#plans.get(keyOf(operation)) ?? [];
    return plans.length > 1 ? plans.shift() : plans[0];
  }
}

/** Names an operation before and after the spec was edited. */
const keyOf = ({ iid, method, path }: Operation) => iid ?? `${method} ${path}`;

const plansOf = (operation: Operation, answers: Answer[]) =>
  answers.map((answer) => planOf(operation, answer));

const isPossible = (operation: Operation, send: Plan["send"]) =>
  send === "reset" || "body" in send || isDocumented(operation, send);
