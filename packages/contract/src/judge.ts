import type { Answer, Body, Contract } from "./contract.ts";
import {
  broken,
  clientDrafts,
  type Draft,
  echoes,
  type Finding,
  schemaDraft,
  short,
  unknownFields,
} from "./differences.ts";
import type { Exchange } from "./exchange.ts";
import { type PrismJudge, prismJudgeOf } from "./prism.ts";
import { printable } from "./redact.ts";

export type Judge = (exchange: Exchange) => Promise<Finding[]>;
type Response = NonNullable<Exchange["response"]>;

/** Prism, as the judge of requests and responses, and beside it what Prism does not look at. */
export async function judgeOf(contract: Contract): Promise<Judge> {
  const prism = await prismJudgeOf(contract.document);
  return async (exchange) => {
    const drafts = await draftsOf(exchange, prism);
    return Promise.all(
      drafts.map(async ({ verdict, demanded, received, pointer }) => ({
        verdict,
        // Both may have names and values of the answer in them.
        demanded: printable(demanded),
        received: printable(received),
        place: await contract.placeOf(pointer),
      })),
    );
  };
}

async function draftsOf(exchange: Exchange, prism: PrismJudge): Promise<Draft[]> {
  const { probe, request, response, failure } = exchange;
  const { operation, statuses } = probe;
  const expected = `${statuses.join(" or ")} for ${probe.name}`;
  const pointer = [...operation.pointer, "responses", String(statuses[0])];
  if (!response || failure !== undefined) {
    const begun = response ? `${response.status}, and no complete body: ` : "";
    return [broken(request.url ? pointer : operation.pointer, expected, `${begun}${failure}`)];
  }
  const { status } = response;
  const answer = operation.answers.find((one) => one.status === status);
  const received = answer ? String(status) : `${status}, which is not documented`;
  return [
    ...(statuses.includes(status) ? [] : [broken(pointer, expected, received)]),
    ...(answer
      ? [...contentDrafts(answer, response), ...(await bodyDrafts(exchange, answer, response, prism))]
      : []),
  ];
}

function contentDrafts({ status, mediaType: documented, pointer }: Answer, { headers }: Response): Draft[] {
  const contentType = headers["content-type"];
  const [mediaType, charset] = parseContentType(contentType);
  const content = pointer.slice(0, -1);
  if (mediaType !== documented) {
    return [broken(content, `Content-Type ${documented} on ${status}`, contentType ?? "no Content-Type")];
  }
  if (!charset || /^utf-?8$/i.test(charset)) return [];
  return [broken(content, `JSON in UTF-8 on ${status}`, `charset ${charset}`)];
}

async function bodyDrafts(
  exchange: Exchange,
  answer: Answer,
  { text }: Response,
  prism: PrismJudge,
): Promise<Draft[]> {
  const { status, schema, pointer } = answer;
  const { operation } = exchange.probe;
  const json = parsed(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return [broken(pointer, `a JSON object on ${status}`, `${text.length} characters: ${short(text)}`)];
  }
  const body = json as Body;
  const { input, output } = await prism(exchange, body);
  const fields = unknownFields(schema, body).join(", ");
  const demanded = `no other fields on ${status} than the documented`;
  const drafts: Draft[] = [
    ...input.map(({ message }) => broken(operation.pointer, "a valid request", message)),
    ...output.map((diagnostic) => schemaDraft(answer, body, diagnostic)),
    ...(fields ? [{ verdict: "undocumented" as const, demanded, received: fields, pointer }] : []),
    ...echoes(exchange, answer, body),
  ];
  const isBroken = drafts.some(({ verdict }) => verdict === "broken");
  return isBroken ? drafts : [...drafts, ...clientDrafts(exchange, body)];
}

function parseContentType(header = ""): [mediaType: string, charset: string | undefined] {
  const [mediaType = "", ...parameters] = header.split(";").map((part) => part.trim());
  const charset = parameters.find((one) => /^charset=/i.test(one));
  return [mediaType.toLowerCase(), charset?.slice("charset=".length).replaceAll('"', "")];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
