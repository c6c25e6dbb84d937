import type { Operation } from "./documented.ts";
import type { Asked, Fields } from "./received.ts";

/** A parameter, or a field of a form. */
export interface Parameter {
  name: string;
  style?: string | undefined;
  explode?: boolean | undefined;
  required?: boolean;
  deprecated?: boolean;
  schema?: { type?: unknown; properties?: object };
}

/** The parameters of an operation with what was sent of each. OpenAPI describes three headers elsewhere. */
export function sentParameters({ request = {} }: Operation, { params, query, headers }: Asked) {
  const header = (request.headers ?? []).filter(
    ({ name }) => !/^(accept|content-type|authorization)$/i.test(name),
  );
  const sent = (parameter: Parameter, text: string | undefined) => ({
    parameter,
    sent: text,
    value: text && split(parameter, text, parameter.explode ?? false),
  });
  return [
    ...((request.query ?? []) as Parameter[]).map((one) => ({
      parameter: one,
      sent: query[one.name],
      value: fieldOf(one, query),
    })),
    ...((request.path ?? []) as Parameter[]).map((one) => sent(one, params[one.name])),
    ...(header as Parameter[]).map((one) => sent(one, headers[one.name.toLowerCase()])),
  ];
}

const isOf = ({ schema = {} }: Parameter, type: string) => [schema.type].flat().includes(type);

/** The value of a parameter of the query, or of a field of a form, as its style writes it; undefined if it was not sent. */
export function fieldOf(parameter: Parameter, fields: Fields): unknown {
  const { name, style = "form", explode = style === "form", schema } = parameter;
  if (isOf(parameter, "object") && (explode || style === "deepObject")) {
    const entries = Object.entries(fields).map(([key, value]) => {
      const [, outer, inner = ""] =
        style === "deepObject" ? (/^(.*?)\[(.*)\]$/.exec(key) ?? []) : ["", name, key];
      return outer === name && Object.hasOwn(schema?.properties ?? { [inner]: {} }, inner)
        ? [inner, value]
        : [];
    });
    const own = entries.filter(({ length }) => length > 0);
    return own.length > 0 ? Object.fromEntries(own) : undefined;
  }
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value !== "string" || (explode && isOf(parameter, "array"))
    ? value
    : split(parameter, value, explode);
}

/** Takes a text apart, as the style of a list or an object demands. */
function split(parameter: Parameter, text: string, explode: boolean): unknown {
  if (!isOf(parameter, "array") && !isOf(parameter, "object")) return text;
  const delimiter = { spaceDelimited: " ", pipeDelimited: "|" }[parameter.style ?? ""] ?? /,\s*/;
  const parts = text === "" ? [] : text.split(delimiter);
  if (isOf(parameter, "array")) return parts;
  const pairs = parts.flatMap((part, at) =>
    explode ? [part.split("=")] : at % 2 ? [] : [[part, parts[at + 1]]],
  );
  return Object.fromEntries(pairs);
}
