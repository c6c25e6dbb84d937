import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import { createQuerySerializer } from "./http.ts";
import { type CallOptions, type ClientOptions, shown } from "./options.ts";
import type { OperationId } from "./types.ts";

/** A style in which OpenAPI writes a list or an object: `form` and exploded by default. */
interface Style {
  readonly style?: string;
  readonly explode?: boolean;
}

/** The generated facts of an operation. What is left out is so by default. */
export interface Descriptor {
  /** `GET` by default. */
  readonly method?: string;
  readonly path: string;
  readonly patterns?: Readonly<Record<string, RegExp>>;
  readonly query?: Readonly<Record<string, Style>>;
  /** Text between the name and the value of each field, for a header that is an object. */
  readonly header?: Readonly<Record<string, string>>;
  /** Media type of the body. */
  readonly body?: string;
  /** JSON types of the documented answers; `undefined` for no body. `object` by default. */
  readonly answer?: string;
  /** The header that tells a repeated request from a new one. */
  readonly key?: string;
  /** Whether it may not be repeated. */
  readonly once?: boolean;
  /** Names of the security schemes that are needed together, for each alternative. */
  readonly security?: readonly (readonly string[])[];
  readonly server?: string;
}

type Values = Readonly<Record<string, unknown>>;

/** Refuses what leads to another path: nothing, `.` and `..`. The patterns of ids refuse words such as `poll` too. */
const segment = /^(?!\.{0,2}$)/u;

/**
 * The request of a call, as openapi-fetch takes it.
 *
 * @throws {WorkError} of kind `argument` if a value cannot be sent, such as a list in a list of the query
 */
export function requestOf(
  operation: OperationId,
  values: Values,
  client: ClientOptions,
  options: CallOptions,
) {
  const descriptor: Descriptor = operations[operation];
  const { path, patterns, query, header, body: mediaType, key, server } = descriptor;
  let [filled = "", ...parts] = path.split("{"); // a regular expression would take a twentieth of a call
  for (const part of parts) {
    const [param = "", text] = part.split("}");
    filled += segmentOf(operation, param, values[param], patterns?.[param]) + text;
  }
  const mayHaveHeaders = options.headers !== undefined || header || key || mediaType;
  const headers = mayHaveHeaders ? checkedHeaders(options.headers) : undefined; // few requests of GET have any
  return checked(() => {
    const search = query ? queryOf(values, query) : "";
    const { body: value } = values as { body?: Values };
    const body = mediaType && (mediaType.includes("form") && value ? queryOf(value) : JSON.stringify(value));
    for (const [name, joint] of Object.entries(header ?? {}))
      if (values[name] != null)
        headers?.set(name, String(fieldsOf(values[name], (field) => field.join(joint))));
    if (mediaType && body !== undefined) headers?.set("content-type", mediaType);
    if (key && !headers?.has(key)) headers?.set(key, crypto.randomUUID());
    return {
      baseUrl: client.baseUrl === undefined ? server : undefined,
      params: { path: values },
      pathSerializer: (url: string) => url.slice(0, -path.length) + filled,
      querySerializer: () => search,
      headers,
      body,
      bodySerializer: String,
    };
  }, "`body`, the query or a header cannot be sent");
}

/**
 * Runs a function in which the platform may refuse a value.
 *
 * @throws {WorkError} of kind `argument` then. The platform's own error would show the value, which may be a secret.
 */
export function checked<T>(make: () => T, expected: string): T {
  try {
    return make();
  } catch {
    throw new WorkError("argument", expected);
  }
}

/** The headers that a caller gives. @throws {WorkError} of kind `argument` if HTTP does not allow them */
export const checkedHeaders = (headers: CallOptions["headers"] = {}): Headers =>
  checked(() => {
    const fields =
      Symbol.iterator in headers ? (headers as Iterable<[string, string]>) : Object.entries(headers);
    return new Headers([...fields].filter((field): field is [string, string] => field[1] !== undefined));
  }, "`headers` contains a character that an HTTP header cannot carry");

/** A parameter in the path. @throws {WorkError} of kind `argument` */
function segmentOf(operation: OperationId, param: string, value: unknown, own: RegExp | undefined): string {
  const pattern = own ?? segment;
  const text = own && Object(value) === value ? "" : String(value ?? "");
  if (pattern.test(text) && text.isWellFormed())
    return Array.isArray(value) ? value.map(encodeURIComponent).join() : encodeURIComponent(text);
  const [, prefix = ""] = /^\^(\w+_)\[/.exec(pattern.source) ?? [];
  const rest = text.startsWith(prefix) ? ", and go on without white space or slashes" : "";
  const other = own ? `match ${own}` : "not be empty, `.` or `..`";
  const rule = prefix ? `start with \`${prefix}\`${rest}` : other;
  const problem = `\`${param}\` must ${rule}; received ${shown(value)}`;
  throw new WorkError("argument", problem, { operation, param });
}

type Field = [name: string, value: unknown];

/** The fields of an object, each changed; any other value as it is. */
const fieldsOf = <T>(value: unknown, change: (field: Field) => T): unknown =>
  Object(value) === value && !Array.isArray(value) ? Object.entries(value as Values).map(change) : value;

/** A query, or a form: each value in its own style. */
const queryOf = (values: Values, styles?: Readonly<Record<string, Style>>): string =>
  Object.keys(styles ?? values)
    .map((name) => {
      const style = { style: "form", explode: true, ...styles?.[name] } as never;
      const value = fieldsOf(values[name], ([field, one]) => [encodeURIComponent(field), one]);
      const safe = value === values[name] ? value : Object.fromEntries(value as Field[]);
      return createQuerySerializer({ array: style, object: style })({
        __proto__: null,
        [encodeURIComponent(name)]: safe,
      } as Values);
    })
    .filter(Boolean)
    .join("&");
