import { WorkError } from "./error.ts";

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
export const checkedHeaders = (headers: Record<string, string | undefined> = {}): Headers =>
  checked(() => {
    const fields =
      Symbol.iterator in headers ? (headers as Iterable<[string, string]>) : Object.entries(headers);
    return new Headers([...fields].filter((field): field is [string, string] => field[1] !== undefined));
  }, "`headers` contains a character that an HTTP header cannot carry");

// Made by the first call: not every runtime has randomness while modules load.
let seed: string | undefined;
let calls = 0;

/**
 * A new id of a call: about 50 random bits for this program and the number of the call. (A UUID would cost a tenth of a
 * call, and not every browser context can make one.)
 */
export function newRequestId(): string {
  seed ??= Math.random().toString(36).slice(2);
  return `${seed}-${++calls}`;
}
