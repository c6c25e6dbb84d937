import type { Calls, ErrorBodies } from "./generated/methods.gen.ts";

/** Name of an operation: its `operationId` in the spec, and the name of the client's method. */
export type OperationId = keyof Calls;

/** The parameters of an operation by their names, wherever they are sent, and its `body`. */
export type Params<Id extends OperationId> = Calls[Id]["params"];

/** The body of a documented success, which the method of an operation resolves to; `undefined` where there is none. */
export type Result<Id extends OperationId> = Calls[Id]["result"];

/** Every status that the spec documents for an error. */
export type ErrorStatus = keyof ErrorBodies;

/** The documented body of an error status. */
export type ErrorBody<Status extends ErrorStatus> = ErrorBodies[Status];
