/** The value of a parameter, and how OpenAPI writes it into the address. */
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
    return arg ? segmentOf(arg) : whole;
  });
  const query = args.filter((arg) => arg.in === "query").flatMap(pairsOf);
  return `${server.replace(/\/$/, "")}${filled}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const encoded = (value: unknown) =>
  encodeURIComponent(isObject(value) ? JSON.stringify(value) : String(value));
const entriesOf = (value: unknown) =>
  Object.entries(value as object).map(([key, inner]) => [encoded(key), encoded(inner)]);

function segmentOf({ explode, value }: Argument): string {
  if (!isObject(value)) return encoded(value);
  if (Array.isArray(value)) return value.map(encoded).join();
  return entriesOf(value)
    .map((entry) => entry.join(explode ? "=" : ","))
    .join();
}

/** Parts of a query such as `states=active`. */
function pairsOf({ name, style, explode, value }: Argument): string[] {
  const key = encoded(name);
  const separator = { spaceDelimited: "%20", pipeDelimited: "|" }[style] ?? ",";
  if (!isObject(value)) return [`${key}=${encoded(value)}`];
  const entries = Array.isArray(value) ? value.map((inner) => [key, encoded(inner)]) : entriesOf(value);
  if (style === "deepObject") return entries.map(([inner, text]) => `${key}[${inner}]=${text}`);
  if (explode) return entries.map((entry) => entry.join("="));
  const values = Array.isArray(value) ? entries.map(([, text]) => text) : entries.flat();
  return [`${key}=${values.join(separator)}`];
}
