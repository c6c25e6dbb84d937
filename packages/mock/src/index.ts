export type { Answer, OperationId } from "./answer.ts";
export type { Examples } from "./generated/examples.gen.ts";
export { type Mock, type MockOptions, startMock } from "./mock.ts";
export { prefer } from "./prefer.ts";
export type { ReceivedRequest } from "./received.ts";
