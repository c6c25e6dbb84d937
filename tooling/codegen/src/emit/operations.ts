import { json, keyOf, objectOf } from "../code.ts";
import { typesOf } from "../json-types.ts";
import type { Api, Operation, Parameter, Schema, SecurityScheme } from "../model.ts";
import { filledUrl, isIdempotencyKey } from "../model-maker.ts";
import { patternOf } from "../patterns.ts";
import { successesOf } from "../responses.ts";
import {
  alternativesOf,
  carrierOf,
  servedSchemesOf,
  tokenSchemeOf,
  usualAlternativesOf,
} from "../security.ts";

/** The facts that the client needs at run time. */
export function emit(api: Api): string {
  const { site, schemas, operations } = api;
  const known = Object.entries(schemas).flatMap(([name, { enum: values }]) =>
    values ? [`  ${keyOf(name)}: [${values.map((value) => json(value)).join(", ")}],\n`] : [],
  );
  const schemes = servedSchemesOf(api).map((scheme) => schemeOf(...scheme, api));
  return `/** The server that is called unless \`baseUrl\` says otherwise (the first of \`servers\`); undefined if its URL is relative. */
export const defaultServer: string | undefined = ${json(serverOf(api.servers))};

/** The URL of the documentation site (\`externalDocs\`), with a slash at the end. */
export const docsSite = ${json(site)};

/** The facts in the body of an error. Its type is null where a documented error may have none. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a server sends
export const factsOf = (body: any) => (${factsOf(operations)});

/** The values that the spec lists for each type with an \`enum\`. The API may add others. */
export const knownValues = {
${known.join("")}} as const;

/** The scheme that the option \`token\` is for. */
export const tokenScheme: string = ${json(tokenSchemeOf(api) ?? "")};

/** The header that carries a credential of each scheme, or \`?\` and the query parameter; what comes before it; the option. */
export const schemes = {
${schemes.join("")}};

/** Names of the schemes that are needed together, for each alternative, unless an operation has others. */
export const security: string[][] = ${json(usualAlternativesOf(api))};

export const operations = {
${operations.map((operation) => `  ${operation.id}: ${descriptorOf(operation, api)},\n`).join("")}};
`;
}

/** The first URL, with the defaults of its variables; undefined if it is relative, also to `base`. */
const serverOf = ([server]: Operation["servers"], base?: string): string | undefined =>
  server && URL.parse(filledUrl(server), base)?.href.replace(/\/$/, "");

function schemeOf(name: string, scheme: SecurityScheme, api: Api): string {
  const option = name === tokenSchemeOf(api) ? "`token` or QODER_PAT" : `\`credentials.${name}\``;
  const { in: place, name: key, prefix } = carrierOf(scheme);
  const carrier = place === "query" ? `?${encodeURIComponent(key)}` : key.toLowerCase();
  return `  ${keyOf(name)}: [${json(carrier)}, ${json(prefix)}, ${json(option)}],\n`;
}

/** Code that finds the type, the message, the parameter and the request id in the body of an error. */
function factsOf(operations: Operation[]): string {
  const bodies = operations.flatMap((operation) => {
    const errors = operation.responses.filter((one) => !successesOf(operation).includes(one));
    return errors.flatMap(({ contents }) => contents.map(({ schema }) => schema));
  });
  const fieldAt = (path: string[], body: Schema) =>
    path.reduce<Schema | undefined>((schema, name) => schema?.properties?.[name], body);
  /** The first of some names that is a field of an `error` in the body, or of the body. */
  const first = (...names: string[]) =>
    names
      .flatMap((name) => [["error", name], [name]])
      .find((path) => bodies.some((body) => fieldAt(path, body)));
  const code = (path?: string[]) => (path ? `body.${path.join("?.")}` : "undefined");
  const type = first("type", "code");
  const isRequired = (body: Schema) =>
    type?.every((name, at) => fieldAt(type.slice(0, at), body)?.required?.includes(name));
  return objectOf({
    type: bodies.every(isRequired) ? code(type) : type ? `${code(type)} ?? null` : "null",
    message: code(first("message", "detail", "title")),
    param: code(first("param")),
    request_id: code(first("request_id")),
  });
}

/** The facts of an operation that the client needs, without the default ones. */
function descriptorOf(operation: Operation, api: Api): string {
  const { method, path, parameters, body, idempotent, servers } = operation;
  const named = (place: Parameter["in"], code: (parameter: Parameter) => string | undefined) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    const written = objectOf(Object.fromEntries(own.map((one) => [one.name, code(one)])));
    return written !== "{}" && written;
  };
  const answer = answerOf(operation);
  const key = parameters.find(isIdempotencyKey);
  const alternatives = json(alternativesOf(operation, api));
  return objectOf({
    method: method !== "get" && json(method.toUpperCase()),
    path: json(path.replace(/#.*/, "")), // a fragment tells operations apart, and is not sent
    patterns: named("path", ({ schema }) => patternOf(schema)?.toString()),
    query: named("query", ({ style, explode }) =>
      objectOf({ style: style !== "form" && json(style), explode: explode ? undefined : "false" }),
    ),
    header: named("header", ({ explode }) => (explode ? '"="' : '","')),
    body: body && json(body.contents[0]?.mediaType.replace(/^.*\*.*$/, "application/json")),
    answer: answer !== "object" && json(answer),
    key: key && json(key.name),
    once: !idempotent && "true",
    security: alternatives !== json(usualAlternativesOf(api)) && alternatives,
    server: json(serverOf(servers, serverOf(api.servers))),
  });
}

/** The JSON types of the documented successes; `undefined` for no body. */
function answerOf(operation: Operation): string {
  const successes = successesOf(operation);
  const types = successes.flatMap(({ contents: [content] }) =>
    content ? typesOf(content.schema) : ["undefined"],
  );
  if (successes.length === 0) types.push("undefined", ...typesOf({})); // nobody says what to expect
  return [...new Set(types.map((type) => (type === "integer" ? "number" : type)))].join(" ");
}
