import type { Examples } from "./generated/examples.gen.ts";

export type OperationId = keyof Examples;

/** Texts by name; a name that is repeated has a list. */
export type Fields = Record<string, string | string[]>;

/** A request that the mock has received. It never holds credentials. */
export interface ReceivedRequest {
  /** Undefined if the spec has no operation for the method and path. */
  operation: OperationId | undefined;
  method: string;
  /** As it was sent, without the query. */
  path: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  /** Query parameters; one that is repeated is a list. */
  query: Fields;
  /** By their name in lower case. */
  headers: Record<string, string>;
  /** JSON is parsed, and a form is an object of texts and lists; another body is a text. Undefined if none came. */
  body: unknown;
  /** Status of the answer; undefined before it is sent, and if the connection was reset. */
  status: number | undefined;
  /** Breaches of the contract. */
  violations: string[];
}
