import type { MockOperation } from "./mock-server.ts";

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

type Part = { [Key in keyof MockOperation]?: unknown };

export const mutantOf =
  (served: MockOperation) =>
  (kind: string, at: string, breaking: boolean, part: Part): Mutant => ({
    kind,
    at,
    breaking,
    operation: { ...served, ...part } as MockOperation,
  });
