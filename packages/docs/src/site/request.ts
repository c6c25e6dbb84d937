/** The value of a parameter, and how OpenAPI writes it. */
export interface Argument {
  name: string;
  in: string;
  style?: string;
  explode?: boolean;
  value: unknown;
}

interface Parts {
  method: string;
  server: string;
  path: string;
  args: Argument[];
  /** `text` is JSON as somebody wrote it, with all digits of a number. */
  body?: { mediaType: string; value: unknown; text?: string } | undefined;
}

/** Makes a request as the form sends it and as the generators of samples take it (HAR). */
export function requestOf({ method, server, path, args, body }: Parts) {
  const headers = args
    .filter((arg) => arg.in === "header")
    .map((arg) => ({ name: arg.name, value: simpleOf(arg) }));
  const filled = path.replaceAll(/\{([^}]+)\}|[^!-&(-~]+/g, (whole, name) => {
    if (name === undefined) return withoutQuotes(encodeURI(whole));
    const arg = args.find((one) => one.in === "path" && one.name === name);
    return arg ? simpleOf(arg, encoded) : whole;
  });
  const query = args.filter((arg) => arg.in === "query").flatMap(pairsOf);
  const url = `${server.replace(/\/$/, "")}${filled}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  if (!body) return { method, url, headers };
  const isForm = body.mediaType.startsWith("application/x-www-form-urlencoded");
  const text = isForm ? formOf(body.value) : (body.text ?? JSON.stringify(body.value));
  headers.push({ name: "Content-Type", value: body.mediaType });
  // The generators take a value of JSON apart, which they can do with objects and lists only.
  const mimeType = /^[[{]/.test(text) ? "application/json" : "text/plain";
  return { method, url, headers, postData: { mimeType, text } };
}

/** Code in which each text that names an environment variable, such as `$QODER_PAT`, is written by `write`. */
export function withVariables(
  source: string,
  variables: string[],
  write: (text: string, named: RegExp) => string,
): string {
  const named = new RegExp(`(?:\\$|%24)(${variables.join("|")})\\b`, "g");
  return source.replaceAll(/(["'])((?:(?!\1).)*)\1/g, (whole, _, text: string) =>
    variables.length > 0 && text.search(named) >= 0 ? write(text, named) : whole,
  );
}

/** Writes a text in double quotes, in which a shell fills in variables. */
export const inShell = (text: string, named: RegExp): string =>
  `"${text.replaceAll(/[\\"`]/g, "\\$&").replaceAll(named, "$$$1")}"`;

const formOf = (fields: unknown): string =>
  Object.entries(fields as object)
    .flatMap(([name, value]) => pairsOf({ name, in: "query", explode: true, value }))
    .join("&");

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const written = (value: unknown) => (isObject(value) ? JSON.stringify(value) : String(value));
const withoutQuotes = (text: string) => text.replaceAll("'", "%27"); // which would end a text in a sample
const encoded = (value: unknown) => withoutQuotes(encodeURIComponent(written(value)));

/** A value in a header or, with `write` to encode it, in a path. */
function simpleOf({ explode, value }: Argument, write = written): string {
  if (!isObject(value)) return write(value);
  if (Array.isArray(value)) return value.map(write).join();
  return Object.entries(value as object)
    .map((entry) => entry.map(write).join(explode ? "=" : ","))
    .join();
}

/** Parts of a query such as `states=active`. */
function pairsOf({ name, style = "form", explode, value }: Argument): string[] {
  const key = encoded(name);
  const separator = { spaceDelimited: "%20", pipeDelimited: "|" }[style] ?? ",";
  if (!isObject(value)) return [`${key}=${encoded(value)}`];
  const entries = Object.entries(value as object).map((entry) => entry.map(encoded));
  if (style === "deepObject") return entries.map(([inner, text]) => `${key}[${inner}]=${text}`);
  if (explode) return entries.map(([inner, text]) => `${Array.isArray(value) ? key : inner}=${text}`);
  return [`${key}=${(Array.isArray(value) ? value.map(encoded) : entries.flat()).join(separator)}`];
}
