import { type Answer, type OperationId, type Plan, planOf } from "./answer.ts";
import type { Operation } from "./operations.ts";

/** The scripted answers of each operation. */
export class Script {
  readonly #operations: Operation[];
  readonly #plans = new Map<Operation, Plan[]>();

  constructor(operations: Operation[]) {
    this.#operations = operations;
  }

  /** Scripts every operation that documents all of the answers. @throws {Error} if none does */
  all(answers: Answer[]): void {
    const failures: string[] = [];
    const scripted = this.#operations.flatMap((operation): [Operation, Plan[]][] => {
      try {
        return [[operation, answers.map((answer) => planOf(operation, answer))]];
      } catch (error) {
        failures.push((error as Error).message);
        return [];
      }
    });
    if (scripted.length === 0) throw new Error(failures.join("; "));
    this.#plans.clear();
    for (const [operation, plans] of scripted) this.#plans.set(operation, plans);
  }

  /** Scripts one operation. @throws {Error} if it does not document the answers */
  one(id: OperationId, answers: Answer[]): void {
    const operation = this.#operations.find(({ iid }) => iid === id);
    if (!operation) throw new Error(`The spec has no operation ${id}`);
    this.#plans.set(
      operation,
      answers.map((answer) => planOf(operation, answer)),
    );
  }

  /** Uses up the next answer of an operation; the last one stays. */
  next(operation: Operation): Plan | undefined {
    const plans = this.#plans.get(operation) ?? [];
    return plans.length > 1 ? plans.shift() : plans[0];
  }
}
