import type { Asked } from "./asked.ts";
import type { Operation } from "./documented.ts";
import type { Fields } from "./received.ts";

interface Parameter {
  name: string;
  style?: string | undefined;
  explode?: boolean | undefined;
  required?: boolean;
  schema?: { type?: unknown; properties?: object; default?: unknown };
}

/** The parameters of an operation with what was sent of each. OpenAPI describes three headers elsewhere. */
export function sentParameters({ request = {} }: Operation, { params, query, headers }: Asked) {
  const places = { query, path: params, headers };
  return Object.entries(places).flatMap(([place, fields]) =>
    ((request[place as keyof typeof places] ?? []) as Parameter[])
      .filter(({ name }) => fields !== headers || !/^(accept|content-type|authorization)$/i.test(name))
      .map((parameter) => {
        const name = fields === headers ? parameter.name.toLowerCase() : parameter.name;
        return { parameter, sent: fields[name], value: fieldOf({ ...parameter, name }, fields) };
      }),
  );
}

/** The value of a parameter, as its style writes it; undefined if it was not sent. */
export function fieldOf(
  { name, style = "form", explode = style === "form", schema = {} }: Parameter,
  fields: Fields,
) {
  const { type, properties } = schema;
  const isList = [type].flat().includes("array");
  const isObject = [type].flat().includes("object");
  if (isObject && (style === "deepObject" || (style === "form" && explode))) {
    const named = Object.entries(fields).flatMap(([key, value]) => {
      const [, outer, inner = ""] = style === "form" ? ["", name, key] : (/^(.*?)\[(.*)\]$/.exec(key) ?? []);
      return outer === name && Object.hasOwn(properties ?? { [inner]: "" }, inner) ? [[inner, value]] : [];
    });
    return named.length > 0 ? Object.fromEntries(named) : undefined;
  }
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const isWhole = isList ? style !== "simple" && explode : !isObject;
  if (typeof value !== "string" || isWhole) return value;
  const delimiter = { spaceDelimited: " ", pipeDelimited: "|" }[style] ?? /,\s*/;
  const parts = value === "" ? [] : value.split(delimiter);
  if (isList) return parts;
  const pairs = parts.flatMap((part, at) =>
    explode ? [part.split("=")] : at % 2 ? [] : [[part, parts[at + 1]]],
  );
  return Object.fromEntries(pairs);
}
