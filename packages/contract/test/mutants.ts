import type { Operation, Schema } from "@qoder/work-codegen";
import type { Probe } from "../src/exchange.ts";
import { answerMutants } from "./answer-mutants.ts";
import type { MockOperation } from "./mock-server.ts";
import { requestMutants } from "./request-mutants.ts";

/** One change of the contract, as a changed operation that a server follows. */
export interface Mutant {
  kind: string;
  /** Place of the change, such as `getWorkItem 404 /error/type`. */
  at: string;
  /** Whether a client of the true contract can be wrong about an answer, or its request refused. */
  breaking: boolean;
  /** Shares what is not changed with the true operation. */
  operation: MockOperation;
}

/**
 * Every mutant of an operation that its suite can notice: some refusals are not documented.
 *
 * @param known schemas of answers that have changed in another operation already
 */
export function* mutantsOf(
  operation: Operation,
  served: MockOperation,
  suite: Probe[],
  known = new Set<Schema>(),
): Generator<Mutant> {
  for (const mutant of [
    ...requestMutants(operation, served, suite),
    ...answerMutants(operation, served, known),
  ])
    yield { ...mutant, at: `${operation.id} ${mutant.at}` };
}

type Part = { [Key in keyof MockOperation]?: unknown };

export const mutantOf =
  (served: MockOperation) =>
  (kind: string, at: string, breaking: boolean, part: Part): Mutant => ({
    kind,
    at,
    breaking,
    operation: { ...served, ...part } as MockOperation,
  });
