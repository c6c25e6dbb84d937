/** The value of a parameter, and how OpenAPI writes it. */
export interface Argument {
  name: string;
  in: string;
  style: string;
  explode: boolean;
  value: unknown;
}

/** The address of a request, for the pages and for the samples. */
export function addressOf(server: string, path: string, args: Argument[]): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (whole, name) => {
    const arg = args.find((one) => one.in === "path" && one.name === name);
    return arg ? simpleOf(arg, encoded) : whole;
  });
  const query = args.filter((arg) => arg.in === "query").flatMap(pairsOf);
  return `${server.replace(/\/$/, "")}${filled}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

/** The body of a form whose fields are these. */
export const formOf = (fields: unknown): string =>
  Object.entries(fields as object)
    .flatMap(([name, value]) => pairsOf({ name, in: "query", style: "form", explode: true, value }))
    .join("&");

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const written = (value: unknown) => (isObject(value) ? JSON.stringify(value) : String(value));
const encoded = (value: unknown) => encodeURIComponent(written(value));

/** A value in a header or, with `write` to encode it, in a path. */
export function simpleOf({ explode, value }: Argument, write = written): string {
  if (!isObject(value)) return write(value);
  if (Array.isArray(value)) return value.map(write).join();
  return Object.entries(value as object)
    .map((entry) => entry.map(write).join(explode ? "=" : ","))
    .join();
}

/** Parts of a query such as `states=active`. */
function pairsOf({ name, style, explode, value }: Argument): string[] {
  const key = encoded(name);
  const separator = { spaceDelimited: "%20", pipeDelimited: "|" }[style] ?? ",";
  if (!isObject(value)) return [`${key}=${encoded(value)}`];
  const entries = Object.entries(value as object).map((entry) => entry.map(encoded));
  if (style === "deepObject") return entries.map(([inner, text]) => `${key}[${inner}]=${text}`);
  if (explode) return entries.map(([inner, text]) => `${Array.isArray(value) ? key : inner}=${text}`);
  return [`${key}=${(Array.isArray(value) ? value.map(encoded) : entries.flat()).join(separator)}`];
}
