import { STATUS_CODES } from "node:http";
import { type Operation, responseOf } from "./documented.ts";

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

/** A documented body of an error. */
interface Body {
  mediaType: string;
  value: object;
}

/** Documented bodies of errors by status; of each status, the first one of the spec. */
export type Errors = Map<string, Body>;

const bodiesOf = ({ contents = [] }: Operation["responses"][number]): Body[] =>
  contents.flatMap(({ mediaType, examples = [] }) =>
    examples.flatMap((one) =>
      "value" in one && typeof one.value === "object" ? { mediaType, value: one.value as object } : [],
    ),
  );

export const errorsOf = (operations: Operation[]): Errors => {
  const responses = operations.flatMap((operation) => operation.responses).toReversed();
  return new Map(
    responses.flatMap((one) =>
      bodiesOf(one)
        .slice(0, 1)
        .map((body) => [one.code, body]),
    ),
  );
};

/**
 * Builds the body of a refusal in the shape of a documented one: that of the operation, else that of any operation, else
 * that of a bad request. Without any, it is a problem (RFC 9457).
 */
export function envelope(refusal: Refusal, requestId: string, errors: Errors, operation?: Operation): Body {
  const { status, message, detail } = refusal;
  const response = operation && responseOf(operation, status);
  const problem = {
    mediaType: "application/problem+json",
    value: { title: STATUS_CODES[status], status, detail: "" },
  };
  const own = response && bodiesOf(response)[0];
  const [known = problem] = [`${status}`, "400", "4XX", "default"].flatMap((code) => errors.get(code) ?? []);
  const { mediaType, value } = own ?? known;
  const { error, ...fields } = value as { error?: { type: string } } & Record<string, unknown>;
  const text = ["detail", "message", "title"].find((name) => typeof fields[name] === "string");
  if (typeof error !== "object") return { mediaType, value: { ...value, [text ?? "detail"]: message } };
  const told = { type: error.type, message, param: detail.param };
  return { mediaType, value: { ...value, request_id: requestId, error: told } };
}
