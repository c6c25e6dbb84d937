import { createQuerySerializer } from "./http.ts";
import type { Style, Values } from "./request.ts";

type Field = [name: string, value: unknown];

/** The fields of an object, each changed; any other value as it is. */
export const fieldsOf = <T>(value: unknown, change: (field: Field) => T): unknown =>
  Object(value) === value && !Array.isArray(value) ? Object.entries(value as Values).map(change) : value;

/** A query, or a form: each value in its own style. */
export const queryOf = (values: Values, styles?: Readonly<Record<string, Style>>): string =>
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
