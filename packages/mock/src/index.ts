export { apiHash, apiVersion } from "@qoder/work-client";
export type { Answer, Reply } from "./answer.ts";
export type { Examples } from "./generated/examples.gen.ts";
export { type Mock, type MockOptions, startMock } from "./mock.ts";
export { prefer } from "./prefer.ts";
export type { OperationId, ReceivedRequest } from "./received.ts";
