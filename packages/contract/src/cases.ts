import { type Body, type Operation, readContract, sampleOf } from "./contract.ts";

/** One documented answer: an operation, a response status and a named example. */
export interface Case extends Pick<Operation, "method" | "path" | "parameters"> {
  operation: string;
  /** Valid parameters of the request. */
  params: Record<string, unknown>;
  status: number;
  example: string;
  /** The body that the spec promises. */
  body: Body;
}

/** Every documented answer of the spec at `file`, in the order of the spec. */
export async function casesOf(file: string): Promise<Case[]> {
  const { operations } = await readContract(file);
  return operations.flatMap((operation) => {
    const { id, method, path, parameters, answers } = operation;
    const request = { operation: id, method, path, parameters, params: sampleOf(operation) };
    return answers.flatMap(({ status, examples }) =>
      Object.entries(examples).map(([example, body]) => ({ ...request, status, example, body })),
    );
  });
}
