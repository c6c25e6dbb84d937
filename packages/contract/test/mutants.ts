import type { Operation, Schema } from "@qoder/work-codegen";
import type { Probe } from "../src/exchange.ts";
import { answerMutants } from "./answer-mutants.ts";
import type { MockOperation } from "./mock-server.ts";
import type { Mutant } from "./mutant.ts";
import { requestMutants } from "./request-mutants.ts";

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
