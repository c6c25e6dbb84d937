import type { ErrorBody, ErrorStatus, Result } from "@qoder/work-client";
import type { Examples } from "./generated/examples.gen.ts";
import type { OperationId, ReceivedRequest } from "./received.ts";

type StatusOf<Id extends OperationId> = Id extends unknown ? keyof Examples[Id] : never;
type ExampleOf<Id extends OperationId> = Id extends unknown ? Examples[Id][keyof Examples[Id]] : never;

export interface Timed {
  /** Milliseconds to wait before anything is sent. */
  delay?: number;
  /** Milliseconds that the body takes, in up to ten pieces. */
  drip?: number;
  /** Bytes of the body to send before the connection breaks; a longer body is not sent to its end. */
  truncate?: number;
}

/** Fields of a documented body. */
type Changes<Id extends OperationId, Status> = `${Status & number}` extends `2${string}`
  ? Partial<NonNullable<Result<Id>>>
  : Partial<ErrorBody<Status & ErrorStatus>>;

/** An answer as an object that has these fields, and none of the others. */
type Only<Fields> = Timed &
  Fields & {
    [Other in Exclude<
      "status" | "example" | "with" | "headers" | "body" | "reset" | "world",
      keyof Fields
    >]?: never;
  };

/** A documented answer: of `status`, of `example`, or of both. */
type Documented<Id extends OperationId> = Id extends unknown
  ? {
      [Status in keyof Examples[Id]]: Only<{
        status?: Status;
        example?: Examples[Id][Status];
        /** Fields of the body that differ from the example. */
        with?: Changes<Id, Status>;
        /** More headers of the answer. */
        headers?: Record<string, string>;
      }>;
    }[keyof Examples[Id]]
  : never;

/** The answer of a gateway in front of the API: any status, with any body or none. */
type Verbatim = Only<{ status: number; headers?: Record<string, string>; body?: string }>;

/** The answer of the world; or none, as the connection is reset: with `world`, after the world has done what was asked. */
type Unnamed = Only<{ reset: true; world?: true }> | Only<{ world: true }>;

/**
 * A reply of the mock: the name of a documented example, a documented status (its first example), `"world"`, or an
 * object. An object with a `body`, or with a status that is not documented, is sent as it is, as a gateway would.
 */
export type Answer<Id extends OperationId = OperationId> =
  | StatusOf<Id>
  | ExampleOf<Id>
  | Documented<Id>
  | Verbatim
  | Unnamed
  | "world";

/** A reply of the mock, or a function that chooses it for each request. */
export type Reply<Id extends OperationId = OperationId> =
  | Answer<Id>
  | ((request: ReceivedRequest) => Answer<Id> | Promise<Answer<Id>>);
