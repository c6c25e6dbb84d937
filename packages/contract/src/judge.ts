import { isDeepStrictEqual } from "node:util";
import { WorkError } from "@qoder/work-client";
import type { IPrismDiagnostic } from "@stoplight/prism-core";
import type { Answer, Body, Contract, Schema } from "./contract.ts";
import type { Exchange } from "./exchange.ts";
import { type PrismJudge, prismJudgeOf } from "./prism.ts";
import { printable } from "./redact.ts";

/** One difference between an exchange and the contract. */
export interface Finding {
  /** A broken promise, or something that no promise covers and a client tolerates. */
  verdict: "broken" | "undocumented";
  /** What the spec demands. */
  demanded: string;
  /** What came. */
  received: string;
  /** File and line of the demand. */
  place: string;
}

type Draft = Omit<Finding, "place"> & { pointer: string[] };

export type Judge = (exchange: Exchange) => Promise<Finding[]>;

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
  const { probe, request, response } = exchange;
  const { operation, statuses } = probe;
  const responses = [...operation.pointer, "responses"];
  const broken = (pointer: string[], demanded: string, received: string): Draft => ({
    verdict: "broken",
    demanded,
    received,
    pointer,
  });
  const expected = statuses.join(" or ");
  if (!response || exchange.failure !== undefined) {
    const begun = response ? `${response.status}, and no complete body: ` : "";
    const pointer = request.url ? [...responses, String(statuses[0])] : operation.pointer;
    return [broken(pointer, `${expected} for ${probe.name}`, `${begun}${exchange.failure}`)];
  }
  const { status, headers, text } = response;
  const drafts: Draft[] = [];
  if (!statuses.includes(status)) {
    const documented = operation.answers.some((answer) => answer.status === status);
    const received = `${status}${documented ? "" : ", which is not documented"}`;
    drafts.push(broken([...responses, String(statuses[0])], `${expected} for ${probe.name}`, received));
  }
  const answer = operation.answers.find((one) => one.status === status);
  if (!answer) return drafts;

  const contentType = headers["content-type"];
  const [mediaType, charset] = parseContentType(contentType);
  const content = answer.pointer.slice(0, -1);
  if (mediaType !== answer.mediaType) {
    drafts.push(
      broken(content, `Content-Type ${answer.mediaType} on ${status}`, contentType ?? "no Content-Type"),
    );
  } else if (charset && !/^utf-?8$/i.test(charset)) {
    drafts.push(broken(content, `JSON in UTF-8 on ${status}`, `charset ${charset}`));
  }
  const body = parsed(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    drafts.push(
      broken(answer.pointer, `a JSON object on ${status}`, `${text.length} characters: ${short(text)}`),
    );
    return drafts;
  }
  const differences = await prism(exchange, body as Body);
  const fields = unknownFields(answer.schema, body as Body);
  drafts.push(
    ...differences.input.map(({ message }) => broken(operation.pointer, "a valid request", message)),
    ...differences.output.map((diagnostic) => schemaDraft(answer, body as Body, diagnostic)),
  );
  if (fields.length > 0) {
    const demanded = `no other fields on ${status} than the documented`;
    drafts.push({ verdict: "undocumented", demanded, received: fields.join(", "), pointer: answer.pointer });
  }
  drafts.push(...echoes(exchange, answer, body as Body));
  if (drafts.every(({ verdict }) => verdict !== "broken"))
    drafts.push(...clientDrafts(exchange, body as Body));
  return drafts;
}

/** What Prism says of a property, as what the spec demands there. An `enum` is open: another value breaks nothing. */
function schemaDraft(answer: Answer, body: Body, { path = [], code, message }: IPrismDiagnostic): Draft {
  const names = path.slice(1).map(String);
  let schema: Schema = answer.schema;
  let value: unknown = body;
  const pointer = [...answer.pointer];
  for (const name of names) {
    const property = schema.properties?.[name];
    pointer.push(...(property ? ["properties", name] : [schema.items ? "items" : "additionalProperties"]));
    schema = property ?? schema.items ?? (schema.additionalProperties as Schema | undefined) ?? {};
    value = (value as Body | null)?.[name];
  }
  const keyword = String(code);
  const rule = message.replace(/^Response body (property )?/, "");
  return {
    verdict: keyword === "enum" ? "undocumented" : "broken",
    demanded: `${rule} on ${answer.status}`,
    received:
      typeof value === "object" && value !== null ? `fields ${Object.keys(value).join(", ")}` : short(value),
    pointer: keyword in schema ? [...pointer, keyword] : pointer,
  };
}

/** Ids of the request, and the request id, come back in the body. */
function* echoes(
  { probe, request }: Exchange,
  { schema, status, pointer }: Answer,
  body: Body,
): Generator<Draft> {
  const compare = (name: string, sent: unknown): Draft[] =>
    sent === undefined || body[name] === undefined || body[name] === sent
      ? []
      : [
          {
            verdict: "broken",
            demanded: `${name} ${short(sent)}, as in the request, on ${status}`,
            received: short(body[name]),
            pointer: [...pointer, "properties", name],
          },
        ];
  for (const parameter of probe.operation.parameters) {
    const same = Object.entries(schema.properties ?? {}).find(([, property]) =>
      isDeepStrictEqual(property, parameter.schema),
    );
    if (same) yield* compare(same[0], probe.params[parameter.name]);
  }
  const sent = request.headers["x-request-id"];
  if (sent && schema.properties?.["request_id"]) yield* compare("request_id", sent);
}

/** The client must say what the answer says. */
function clientDrafts({ probe, client, response }: Exchange, body: Body): Draft[] {
  if (!client) return [];
  const says =
    "returned" in client
      ? isDeepStrictEqual(client.returned, body)
      : client.thrown instanceof WorkError &&
        client.thrown.kind === "api" &&
        client.thrown.status === response?.status &&
        isDeepStrictEqual(client.thrown.body, body);
  if (says) return [];
  return [
    {
      verdict: "broken",
      demanded: "the client to return or throw the answer",
      received: "thrown" in client ? String(client.thrown) : "another body",
      pointer: probe.operation.pointer,
    },
  ];
}

function unknownFields(schema: Schema, value: unknown, prefix = ""): string[] {
  const { items } = schema;
  if (items && Array.isArray(value)) {
    return value.flatMap((item, at) => unknownFields(items, item, `${prefix}${at}.`));
  }
  if (!schema.properties || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const property = Object.hasOwn(schema.properties ?? {}, name) && schema.properties?.[name];
    if (property) return unknownFields(property, inner, `${prefix}${name}.`);
    return schema.additionalProperties ? [] : [prefix + name];
  });
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

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
