import { type Api, type Content, isJson, type Response, responseOf } from "@qoder/work-codegen";
import {
  bodyDraft,
  broken,
  clientDrafts,
  type Draft,
  echoDrafts,
  type Finding,
  short,
  unknownFields,
} from "./differences.ts";
import type { Exchange } from "./exchange.ts";
import { shapeOf } from "./json.ts";
import { printable } from "./redact.ts";
import { Schemas } from "./schemas.ts";

/** Levels of a body that are compared. A comparison that follows more of them could overflow the stack. */
const deepest = 500;

export type Judge = (exchange: Exchange) => Finding[];

/** Compares answers, and the client's reading of them, with the spec. */
export function judgeOf(api: Api): Judge {
  const schemas = new Schemas("received");
  const headers = new Schemas("received", { coerceTypes: "array" });
  return (exchange) => {
    const found = [...drafts(exchange, schemas, headers)];
    // A client need not make anything of an answer that is broken.
    const others = found.filter(({ fault }) => fault !== "client");
    const judged = others.some(({ verdict }) => verdict === "broken") ? others : found;
    return judged.map(({ verdict, fault, demanded, received, node, key }) => {
      const { file, line } = api.where(node, ...(key === undefined ? [] : [key]));
      // They may have names and values of the answer in them.
      const texts = { fault: printable(fault), demanded: printable(demanded), received: printable(received) };
      return { verdict, ...texts, place: `${file}:${line}` };
    });
  };
}

function* drafts(exchange: Exchange, schemas: Schemas, headers: Schemas): Generator<Draft> {
  const { probe, request, response, failure } = exchange;
  const { operation, statuses } = probe;
  const expected = `${statuses.join(" or ")} for ${probe.name}`;
  const place = responseOf(operation, statuses[0] ?? 0) ?? operation;
  if (!response || failure !== undefined) {
    const begun = response ? `${response.status}, and no complete body: ` : "";
    yield broken(request.url ? place : operation, "no complete answer", expected, `${begun}${failure}`);
    return;
  }
  const { status } = response;
  const documented = responseOf(operation, status);
  if (!statuses.includes(status)) {
    yield broken(
      place,
      `status ${status}`,
      expected,
      documented ? `${status}` : `${status}, which is not documented`,
    );
  }
  if (!documented) return;
  yield* headerDrafts(documented, response, headers);
  yield* answerDrafts(exchange, response, documented, schemas);
}

function* answerDrafts(
  exchange: Exchange,
  { status, headers, text, flaw }: NonNullable<Exchange["response"]>,
  documented: Response,
  schemas: Schemas,
): Generator<Draft> {
  const isEmpty = exchange.probe.operation.method === "head" || status === 204;
  const [first] = isEmpty ? [] : documented.contents;
  if (!first) {
    const body = broken(documented, "a body", `no body on ${status}`, `${text.length} characters`);
    // Of an error, servers send more than is documented.
    if (text) yield status < 400 ? body : { ...body, verdict: "undocumented" };
    else yield* clientDrafts(exchange, undefined);
    return;
  }
  const received = headers["content-type"];
  const [mediaType, charset] = parseContentType(received);
  const ranges = [mediaType, mediaType.replace(/\/.*/, "/*"), "*/*"];
  const content = documented.contents.find((one) => ranges.includes(parseContentType(one.mediaType)[0]));
  if (!content) {
    const types = documented.contents.map((one) => one.mediaType).join(" or ");
    const found = received ?? "no Content-Type";
    yield broken(documented, `Content-Type ${found}`, `Content-Type ${types} on ${status}`, found);
  } else if (charset && !/^utf-?8$/i.test(charset)) {
    yield broken(content, `charset ${charset}`, `JSON in UTF-8 on ${status}`, `charset ${charset}`);
  }
  if (!isJson(content ? mediaType : first.mediaType)) return;
  if (flaw) yield broken(content ?? first, flaw, `JSON in UTF-8 on ${status}`, flaw);
  yield* jsonDrafts(exchange, content ?? first, status, text, schemas);
}

/** A required header must come, and each that comes must keep its schema. */
function* headerDrafts(
  { headers }: Response,
  { status, headers: sent }: NonNullable<Exchange["response"]>,
  schemas: Schemas,
): Generator<Draft> {
  for (const header of headers) {
    const { name, required, schema } = header;
    const value = sent[name.toLowerCase()];
    if (value === undefined) {
      if (required) yield broken(header, `no ${name}`, `a header ${name} on ${status}`, `no ${name}`);
      continue;
    }
    const [breach] = schemas.breaches(schema, value);
    if (breach) yield broken(header, `${name} ${breach.rule}`, `${name} ${breach.rule} on ${status}`, value);
  }
}

function* jsonDrafts(
  exchange: Exchange,
  content: Content,
  status: number,
  text: string,
  schemas: Schemas,
): Generator<Draft> {
  const { schema } = content;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    yield broken(content, "no JSON", `JSON on ${status}`, `${text.length} characters: ${short(text)}`);
    return;
  }
  const { depth, repeated } = shapeOf(text);
  if (depth > deepest) {
    const demanded = `JSON of at most ${deepest} levels on ${status}`;
    yield broken(content, "nested too deeply", demanded, `nested too deeply: ${depth} levels`);
    return;
  }
  const twice = repeated.join(", ");
  if (twice) yield broken(content, `${twice} twice`, `each field once on ${status}`, twice);
  for (const breach of schemas.breaches(schema, body)) yield bodyDraft(breach, status);
  const unknown = unknownFields(schema, body).join(", ");
  const demanded = `no other fields on ${status} than the documented`;
  if (unknown) yield { ...broken(schema, unknown, demanded, unknown), verdict: "undocumented" };
  yield* echoDrafts(exchange, schema, status, body);
  yield* clientDrafts(exchange, body);
}

function parseContentType(header = ""): [mediaType: string, charset: string | undefined] {
  const [mediaType = "", ...parameters] = header.split(";").map((part) => part.trim());
  const charset = parameters.find((one) => /^charset=/i.test(one));
  return [mediaType.toLowerCase(), charset?.slice("charset=".length).replaceAll('"', "")];
}
