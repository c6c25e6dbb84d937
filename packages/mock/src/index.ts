export type { Answer, OperationId, Reply } from "./answer.ts";
export { apiHash, apiVersion } from "./generated/api.gen.ts";
export type { Examples } from "./generated/examples.gen.ts";
export { type Mock, type MockOptions, startMock } from "./mock.ts";
export { prefer } from "./prefer.ts";
export type { ReceivedRequest } from "./received.ts";
