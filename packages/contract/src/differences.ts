import { isDeepStrictEqual } from "node:util";
import type { WorkError } from "@qoder/work-client";
import type { Schema } from "@qoder/work-codegen";
import type { Exchange } from "./exchange.ts";
import { type Breach, nullInType } from "./schemas.ts";

/** A difference between an exchange and the contract. */
export interface Finding {
  /** A broken promise, or something that no promise covers and a client tolerates. */
  verdict: "broken" | "undocumented";
  /** Names the difference in words that are the same for every answer that has it. */
  fault: string;
  /** The demand of the spec. */
  demanded: string;
  /** The part of the exchange that differs. */
  received: string;
  /** File and line of the demand, such as `spec/components/schemas/WorkItem.yaml:18`. */
  place: string;
}

/** A finding whose place is a node of the model, and a key of that node. */
export type Draft = Omit<Finding, "place"> & { node: object; key?: string };

export const broken = (node: object, fault: string, demanded: string, received: string): Draft => ({
  verdict: "broken",
  fault,
  demanded,
  received,
  node,
});

/** A rule that a body breaks. */
export function bodyDraft(breach: Breach, status: number): Draft {
  const { path, keyword, rule, value, schema } = breach;
  return {
    verdict: isTolerated(breach) ? "undocumented" : "broken",
    // Each element of a list has the fault of the first.
    fault: `${path.filter((name) => !/^\d+$/.test(name)).join(".")} ${rule}`,
    demanded: `${[path.join("."), rule].filter(Boolean).join(" ")} on ${status}`,
    received: short(value),
    node: schema,
    key: keyword,
  };
}

/** An `enum` is open, but not for a known value in other letters. A field with `x-mayBeMissing` may be missing. */
function isTolerated({ keyword, value, schema, missing }: Breach): boolean {
  const lower = (one: unknown) => String(one).toLowerCase();
  if (keyword === "enum") return !schema.enum?.some((one) => lower(one) === lower(value));
  return Boolean(missing?.["x-mayBeMissing"]);
}

/** A header of the request, as `x-echo` names it. */
const requestHeader = /^\$request\.header\.(.+)$/;

/** Ids of the path come back in the body, and what the spec marks with `x-echo`. */
export function* echoDrafts(
  { probe, request }: Exchange,
  { properties = {} }: Schema,
  status: number,
  body: unknown,
): Generator<Draft> {
  const inPath = probe.operation.parameters.filter((parameter) => parameter.in === "path");
  const ids = inPath.flatMap(({ name, schema }) => {
    const fields = [name, "id"].filter((one) => properties[one] === schema).slice(0, 1);
    return fields.map((field) => [field, probe.params[name]] as const);
  });
  const echoes = Object.entries(properties).map(([name, { "x-echo": source }]) => {
    const [, header = ""] = requestHeader.exec(String(source)) ?? [];
    return [name, request.headers[header.toLowerCase()]] as const;
  });
  for (const [name, sent] of [...ids, ...echoes]) {
    const property = properties[name];
    const value = Object(body)[name];
    if (!property || sent === undefined || value === undefined || value === sent) continue;
    const demanded = `${name} ${short(sent)}, as in the request, on ${status}`;
    yield broken(property, `another ${name}`, demanded, short(value));
  }
}

/** The client must say what the answer says. */
export function* clientDrafts({ probe, client, response }: Exchange, body: unknown): Generator<Draft> {
  if (!client) return;
  const { kind, status, body: thrown } = ("thrown" in client ? client.thrown : {}) as Partial<WorkError>;
  const says =
    "returned" in client
      ? isDeepStrictEqual(client.returned, body)
      : kind === "api" && status === response?.status && isDeepStrictEqual(thrown, body);
  const received = "thrown" in client ? String(client.thrown) : "another body";
  if (!says) yield broken(probe.operation, "client", "the client to return or throw the answer", received);
}

/** Fields that a schema does not document. With alternatives, or patterns of names, it cannot be told. */
export function unknownFields(written: Schema, value: unknown, prefix = ""): string[] {
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

/** A value in a few characters. */
export function short(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `fields ${Object.keys(value).join(", ") || "none"}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
