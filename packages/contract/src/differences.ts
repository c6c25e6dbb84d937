import { isDeepStrictEqual } from "node:util";
import { WorkError } from "@qoder/work-client";
import type { IPrismDiagnostic } from "@stoplight/prism-core";
import type { Answer, Body, Schema } from "./contract.ts";
import type { Exchange } from "./exchange.ts";

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

/** A finding whose place is still a pointer into the document. */
export type Draft = Omit<Finding, "place"> & { pointer: string[] };

export const broken = (pointer: string[], demanded: string, received: string): Draft => ({
  verdict: "broken",
  demanded,
  received,
  pointer,
});

/** What Prism says of a property, as what the spec demands there. An `enum` is open: another value breaks nothing. */
export function schemaDraft(
  answer: Answer,
  body: Body,
  { path = [], code, message }: IPrismDiagnostic,
): Draft {
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
export function* echoes(
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
export function clientDrafts({ probe, client, response }: Exchange, body: Body): Draft[] {
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

export function unknownFields(schema: Schema, value: unknown, prefix = ""): string[] {
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

/** A value in a few characters. */
export function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
