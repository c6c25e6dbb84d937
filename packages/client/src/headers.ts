import { WorkError } from "./error.ts";
import type { CallOptions } from "./options.ts";

/**
 * Makes what the platform may refuse.
 *
 * @throws {WorkError} of kind `argument`. The platform's own error would show the value, which may be a secret.
 */
export function checked<T>(make: () => T, expected: string): T {
  try {
    return make();
  } catch {
    throw new WorkError("argument", expected);
  }
}

/**
 * The headers that a caller gives.
 *
 * @throws {WorkError} of kind `argument` if HTTP does not allow them
 */
export const checkedHeaders = (headers: CallOptions["headers"] = {}): Headers =>
  checked(() => {
    const fields =
      Symbol.iterator in headers ? (headers as Iterable<[string, string]>) : Object.entries(headers);
    return new Headers([...fields].filter((field): field is [string, string] => field[1] !== undefined));
  }, "`headers` contains a character that an HTTP header cannot carry");
