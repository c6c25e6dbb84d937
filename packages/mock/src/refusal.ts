import type { Operation } from "./operations.ts";

interface Detail {
  /** The parameter at fault. */
  param?: string | undefined;
  /** Headers of the answer. */
  headers?: Record<string, string>;
  /** All that is wrong with the request, where the message is not all. */
  violations?: string[];
}

/** Why the mock does not give a documented answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly detail: Detail;

  constructor(status: number, message: string, detail: Detail = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

interface Envelope {
  error: { type: string };
}

/**
 * The error envelope in the shape of the documented examples. A status that is not documented has the type of the one
 * for a bad request, which every operation documents.
 */
export function envelope(
  operations: Operation[],
  { status, message, detail }: Refusal,
  requestId: string,
): object {
  const examples = [status, 400].flatMap((code) =>
    operations
      .flatMap(({ responses }) => responses)
      .filter((response) => response.code === String(code))
      .flatMap(({ contents = [] }) => contents.flatMap((content) => content.examples ?? [])),
  );
  const [example] = examples.map((one) => ("value" in one ? (one.value as Envelope) : undefined));
  return {
    ...example,
    request_id: requestId,
    error: { type: example?.error.type, message, param: detail.param },
  };
}
