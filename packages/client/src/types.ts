import type { operations } from "./generated/schema.gen.ts";

/** Name of an operation: its `operationId` in the spec, and the name of the client's method. */
export type OperationId = keyof operations;

type JsonOf<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type Responses<Id extends OperationId> = operations[Id]["responses"];
type StatusOf<Id extends OperationId> = Extract<keyof Responses<Id>, number>;
type Success<Status> = Status extends number ? (`${Status}` extends `2${string}` ? Status : never) : never;

/** Parameters of one place. If the spec declares none, the generated type is `never` or an optional `never`. */
type Declared<Group> = [NonNullable<Group>] extends [never] ? unknown : NonNullable<Group>;

/** The parameters of an operation, those of the path and of the query in one object. */
export type Params<Id extends OperationId> = Declared<operations[Id]["parameters"]["path"]> &
  Declared<operations[Id]["parameters"]["query"]>;

/** The body of the documented success of an operation, which its method resolves to. */
export type Result<Id extends OperationId> = JsonOf<
  Responses<Id>[Success<keyof Responses<Id>> & keyof Responses<Id>]
>;

/** Every status that the spec documents for an error. */
export type ErrorStatus = {
  [Id in OperationId]: Exclude<StatusOf<Id>, Success<StatusOf<Id>>>;
}[OperationId];

/** The documented body of an error status. */
export type ErrorBody<Status extends ErrorStatus> = {
  [Id in OperationId]: Status extends keyof Responses<Id> ? JsonOf<Responses<Id>[Status]> : never;
}[OperationId];
