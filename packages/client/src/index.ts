// The whole public surface of the package. Parameter checks, headers, retries and body decoding stay inside.
export { createClient, type WorkClient } from "./client.ts";
export {
  type ApiError,
  type ApiErrorOf,
  type ArgumentError,
  type ConnectionError,
  type DecodeError,
  docsUrl,
  isWorkError,
  type Problem,
  type StateError,
  type TimeoutError,
  type UndocumentedApiError,
  WorkError,
} from "./error.ts";
export { apiHash, apiVersion } from "./generated/api.gen.ts";
export * from "./generated/ids.gen.ts";
export { knownValues } from "./generated/operations.gen.ts";
export type * from "./generated/schema.gen.ts";
export type { CallOptions, ClientOptions, FetchResponse, RetryOptions, Success, Token } from "./options.ts";
export { paginate } from "./paginate.ts";
export type { ErrorBody, ErrorStatus, OperationId, Params, Result } from "./types.ts";
export { type WaitOptions, type WatchOptions, waitForWorkItem, watchWorkItem } from "./watch.ts";
