import { type Api, isJson, type Response, responseOf } from "@qoder/work-codegen";
import { bodyDrafts, clientDrafts } from "./body.ts";
import type { Answered, Exchange } from "./exchange.ts";
import { type Draft, draft, type Finding } from "./finding.ts";
import { received } from "./schemas.ts";

export type Judge = (exchange: Exchange) => Finding[];

/** Compares answers, and the client's reading of them, with the spec. */
export const judgeOf =
  (api: Api) =>
  (exchange: Exchange): Finding[] => {
    const found = [...drafts(exchange)];
    // A client need not make anything of an answer that is broken.
    const others = found.filter(({ fault }) => fault !== "client");
    const judged = others.some(({ verdict }) => verdict === "broken") ? others : found;
    return judged.map(({ at, ...finding }) => {
      const { file, line } = api.where(...at);
      return { ...finding, place: `${file}:${line}` };
    });
  };

function* drafts(exchange: Exchange): Generator<Draft> {
  const { probe, request, response, failure } = exchange;
  const { operation, statuses } = probe;
  const expected = `${statuses.join(" or ")} for ${probe.name}`;
  const place = responseOf(operation, statuses[0] ?? 0) ?? operation;
  if (!response || failure !== undefined) {
    const begun = response ? `${response.status}, and no complete body: ` : "";
    yield draft([request.url ? place : operation], "no complete answer", expected, `${begun}${failure}`);
    return;
  }
  const { status } = response;
  const documented = responseOf(operation, status);
  const remark = documented ? "" : ", which is not documented";
  if (!statuses.includes(status)) yield draft([place], `status ${status}`, expected, `${status}${remark}`);
  if (!documented) return;
  yield* headerDrafts(documented, { ...exchange, response });
  yield* contentDrafts(documented, { ...exchange, response });
}

/** A required header must come, and each that comes must keep its schema. */
function* headerDrafts(documented: Response, { response }: Answered): Generator<Draft> {
  for (const header of documented.headers) {
    const { name, required, schema } = header;
    const value = response.headers[name.toLowerCase()];
    const on = `on ${response.status}`;
    if (value === undefined) {
      if (required) yield draft([header], `no ${name}`, `a header ${name} ${on}`);
      continue;
    }
    const isList = [schema.type].flat().includes("array");
    const [breach] = received.texts.breaches(schema, isList ? value.split(/ *, */) : value);
    if (breach) yield draft([header], `${name} ${breach.rule}`, `${name} ${breach.rule} ${on}`, value);
  }
}

function* contentDrafts(documented: Response, exchange: Answered): Generator<Draft> {
  const { status, headers, text, flaw } = exchange.response;
  const { contents } = documented;
  const isEmpty = exchange.probe.operation.method === "head" || status === 204;
  const [first] = isEmpty ? [] : contents;
  if (!first) {
    // Of an error, servers send more than is documented.
    const verdict = status < 400 ? "broken" : "undocumented";
    const size = `${text.length} characters`;
    if (text) yield draft([documented], "a body", `no body on ${status}`, size, verdict);
    else yield* clientDrafts(exchange, undefined);
    return;
  }
  const type = headers["content-type"];
  const [mediaType, charset] = parseContentType(type);
  const ranges = [mediaType, mediaType.replace(/\/.*/, "/*"), "*/*"];
  const content = contents.find((one) => ranges.includes(parseContentType(one.mediaType)[0]));
  const inUtf8 = `JSON in UTF-8 on ${status}`;
  if (!content) {
    const demanded = `Content-Type ${contents.map((one) => one.mediaType).join(" or ")} on ${status}`;
    const found = type ?? "no Content-Type";
    yield draft([documented], `Content-Type ${found}`, demanded, found);
  } else if (charset && !/^utf-?8$/i.test(charset)) {
    yield draft([content], `charset ${charset}`, inUtf8);
  }
  if (!isJson(content ? mediaType : first.mediaType)) return;
  if (flaw) yield draft([content ?? first], flaw, inUtf8);
  yield* bodyDrafts(content ?? first, exchange);
}

function parseContentType(header = ""): [mediaType: string, charset: string | undefined] {
  const [mediaType = "", ...parameters] = header.split(";").map((part) => part.trim());
  const charset = parameters.find((one) => /^charset=/i.test(one));
  return [mediaType.toLowerCase(), charset?.slice("charset=".length).replaceAll('"', "")];
}
