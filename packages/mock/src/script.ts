import { type Answer, type OperationId, type Plan, planOf } from "./answer.ts";
import { isDocumented, type Operation } from "./operations.ts";

/** The scripted answers of each operation. */
export class Script {
  #operations: Operation[];
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

  /** Follows other operations. What is scripted for them stays, except answers that they do not document. */
  follow(operations: Operation[]): void {
    const scripted = [...this.#plans];
    this.#operations = operations;
    this.#plans.clear();
    for (const [{ iid }, plans] of scripted) {
      const operation = operations.find((one) => one.iid === iid);
      const stays = ({ send }: Plan) =>
        operation && (typeof send === "string" || "body" in send || isDocumented(operation, send));
      if (operation) this.#plans.set(operation, plans.filter(stays));
    }
  }

  /** Uses up the next answer of an operation; the last one stays. */
  next(operation: Operation): Plan | undefined {
    const plans = this.#plans.get(operation) ?? [];
    return plans.length > 1 ? plans.shift() : plans[0];
  }
}
