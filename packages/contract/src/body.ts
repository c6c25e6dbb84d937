import { isDeepStrictEqual } from "node:util";
import type { Content, Schema } from "@qoder/work-codegen";
import { type Answered, errorOf } from "./exchange.ts";
import { type Draft, draft, short } from "./finding.ts";
import { shapeOf } from "./json.ts";
import { type Breach, nullInType, received } from "./schemas.ts";

/** Levels of a body that are compared. A comparison that follows more of them could overflow the stack. */
const deepest = 500;

/** Compares a body of JSON with its schema and the request, and the client's reading of it with what it says. */
export function* bodyDrafts(content: Content, exchange: Answered): Generator<Draft> {
  const { status, text } = exchange.response;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    yield draft([content], "no JSON", `JSON on ${status}`, `${text.length} characters: ${short(text)}`);
    return;
  }
  const { depth, repeated } = shapeOf(text);
  if (depth > deepest) {
    const demanded = `JSON of at most ${deepest} levels on ${status}`;
    yield draft([content], "nested too deeply", demanded, `nested too deeply: ${depth} levels`);
    return;
  }
  const twice = repeated.join(", ");
  if (twice) yield draft([content], `${twice} twice`, `each field once on ${status}`, twice);
  const { schema } = content;
  for (const breach of received.json.breaches(schema, body)) yield breachDraft(breach, status);
  const unknown = unknownFields(schema, body).join(", ");
  const demanded = `no other fields on ${status} than the documented`;
  if (unknown) yield draft([schema], unknown, demanded, unknown, "undocumented");
  yield* echoDrafts(schema, body, exchange);
  yield* clientDrafts(exchange, body);
}

function breachDraft(breach: Breach, status: number): Draft {
  const { path, keyword, rule, value, schema } = breach;
  // Each element of a list has the fault of the first.
  const fault = `${path.filter((name) => !/^\d+$/.test(name)).join(".")} ${rule}`;
  const demanded = `${[path.join("."), rule].filter(Boolean).join(" ")} on ${status}`;
  const verdict = isTolerated(breach) ? "undocumented" : "broken";
  return draft([schema, keyword], fault, demanded, short(value), verdict);
}

/** An `enum` is open, but not for a known value in other letters. A field with `x-mayBeMissing` may be missing. */
function isTolerated({ keyword, value, schema, missing }: Breach): boolean {
  const lower = (one: unknown) => String(one).toLowerCase();
  if (keyword === "enum") return !schema.enum?.some((one) => lower(one) === lower(value));
  return Boolean(missing?.["x-mayBeMissing"]);
}

/** Ids of the path come back in the body, and what the spec marks with `x-echo`, such as `$request.header.x-request-id`. */
function* echoDrafts({ properties = {} }: Schema, body: unknown, exchange: Answered): Generator<Draft> {
  const { probe, request, response } = exchange;
  const inPath = probe.operation.parameters.filter((parameter) => parameter.in === "path");
  const ids = inPath.map(({ name, schema }) => {
    const field = [name, "id"].find((one) => properties[one] === schema) ?? "";
    return [field, probe.params[name]] as const;
  });
  const echoes = Object.entries(properties).map(([field, { "x-echo": source = "" }]) => {
    const header = String(source).replace("$request.header.", "").toLowerCase();
    return [field, request.headers[header]] as const;
  });
  for (const [field, sent] of [...ids, ...echoes]) {
    const property = properties[field];
    const value = Object(body)[field];
    if (!property || sent === undefined || value === undefined || value === sent) continue;
    const demanded = `${field} ${short(sent)}, as in the request, on ${response.status}`;
    yield draft([property], `another ${field}`, demanded, short(value));
  }
}

/** The client must say what the answer says, if the request is its own. */
export function* clientDrafts(exchange: Answered, body: unknown): Generator<Draft> {
  const { probe, client, response } = exchange;
  if (!client || probe.alter) return;
  const isReturned = client.status === "fulfilled";
  const { kind, status, body: thrown } = errorOf(exchange);
  const isRight = isReturned || (kind === "api" && status === response.status);
  const received = isReturned ? "another body" : String(client.reason);
  if (!isRight || !isDeepStrictEqual(isReturned ? client.value : thrown, body))
    yield draft([probe.operation], "client", "the client to return or throw the answer", received);
}

/** Fields that a schema does not document. With alternatives, or patterns of names, it cannot be told. */
function unknownFields(written: Schema, value: unknown, prefix = ""): string[] {
  const schema = nullInType(written);
  const { properties, additionalProperties, items } = schema;
  if (Array.isArray(value)) {
    return items ? value.flatMap((item, at) => unknownFields(items, item, `${prefix}${at}.`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  const isPlain = properties && !(schema.anyOf ?? schema.oneOf ?? schema.allOf ?? schema.patternProperties);
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known) return unknownFields(known, inner, `${prefix}${name}.`);
    return isPlain ? [prefix + name] : [];
  });
}
