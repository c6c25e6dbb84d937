import type { Operation } from "./documented.ts";
import type { Asked, Fields } from "./received.ts";

/** A parameter, or a field of a form. */
export interface Parameter {
  name: string;
  style?: string | undefined;
  explode?: boolean | undefined;
  required?: boolean;
  deprecated?: boolean;
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

const isOf = ({ schema = {} }: Parameter, type: string) => [schema.type].flat().includes(type);

/** The value of a parameter, or of a field of a form, as its style writes it; undefined if it was not sent. */
export function fieldOf(parameter: Parameter, fields: Fields): unknown {
  const { name, style = "form", explode = style === "form", schema } = parameter;
  if (isOf(parameter, "object") && (style === "deepObject" || (style === "form" && explode))) {
    const isOwn = (inner: string) => !schema?.properties || Object.hasOwn(schema.properties, inner);
    const named = Object.entries(fields).map(([key, value]) => {
      const [, outer, inner] = style === "form" ? ["", name, key] : (/^(.*?)\[(.*)\]$/.exec(key) ?? []);
      return [outer === name ? inner : undefined, value] as const;
    });
    const own = named.filter(([inner]) => inner !== undefined && isOwn(inner));
    return own.length > 0 ? Object.fromEntries(own) : undefined;
  }
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const isWhole = typeof value !== "string" || (isOf(parameter, "array") && style !== "simple" && explode);
  return isWhole ? value : split(parameter, value, explode);
}

/** Takes a text apart, as the style of a list or an object demands. */
function split(parameter: Parameter, text: string, explode: boolean): unknown {
  if (!isOf(parameter, "array") && !isOf(parameter, "object")) return text;
  const delimiter = { spaceDelimited: " ", pipeDelimited: "|" }[parameter.style ?? ""] ?? /,\s*/;
  const parts = text === "" ? [] : text.split(delimiter);
  if (isOf(parameter, "array")) return parts;
  const pairs = explode ? parts.map((part) => part.split("=")) : pairsOf(parts);
  return Object.fromEntries(pairs);
}

const pairsOf = (parts: string[]) => parts.flatMap((part, at) => (at % 2 ? [] : [[part, parts[at + 1]]]));
