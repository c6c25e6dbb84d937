import type { Operation } from "./operations.ts";

interface Detail {
  /** The wrong parameter. */
  param?: string | undefined;
  /** Headers of the answer. */
  headers?: Record<string, string>;
  /** All breaches, if the message does not name them all. */
  violations?: string[];
}

/** The reason why the mock refuses a request. */
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
 * Builds the error envelope in the shape of the documented examples. A status that is not documented gets the type of a
 * bad request, which every operation documents.
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
