import { checked } from "./headers.ts";
import { createQuerySerializer } from "./http.ts";
import type { ClientOptions } from "./options.ts";
import type { Descriptor, Style, Values } from "./request.ts";

/**
 * The server, the query, the header parameters and the body of a call, as openapi-fetch takes them.
 *
 * @throws {WorkError} of kind `argument` if one cannot be sent, such as a list in a list of the query
 */
export const inputOf = (
  values: Values,
  { query, header, body: mediaType, key, server }: Descriptor,
  { baseUrl = server }: ClientOptions,
  headers: Headers,
) =>
  checked(() => {
    const search = query ? queryOf(values, query) : "";
    const { body: value } = values as { body?: Values };
    const body = mediaType && (mediaType.includes("form") && value ? queryOf(value) : JSON.stringify(value));
    for (const name of Object.keys(header ?? {}))
      if (values[name] !== undefined && values[name] !== null)
        headers.set(name, String(fieldsOf(values[name], (field) => field.join(header?.[name]))));
    if (mediaType && body !== undefined) headers.set("content-type", mediaType);
    if (key && !headers.has(key)) headers.set(key, crypto.randomUUID());
    return { baseUrl, headers, body, bodySerializer: String, querySerializer: () => search };
  }, "`body`, the query or a header cannot be sent");

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
