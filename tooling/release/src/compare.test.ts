import { modelOf } from "@qoder/work-codegen/test/model.ts";
import { describe, expect, test } from "vitest";
import { documentCases, type Json, operationCases, schemaCases } from "../test/cases.ts";
import { documentOf } from "../test/documents.ts";
import { compare } from "./compare.ts";

const changesOf = (before: Json, after: Json) => compare(modelOf(before), modelOf(after));
const bumpOf = (before: Json, after: Json) => changesOf(before, after)[0]?.bump ?? "none";
const json = (schema: Json) => ({ content: { "application/json": { schema } } });
const object = (schema: Json) => ({ type: "object", properties: { a: schema }, required: ["a"] });

/** Where a request has a schema, and where a response has one. */
const requests: Record<string, (schema: Json) => Json> = {
  query: (schema) => documentOf({ parameters: [{ name: "a", in: "query", schema }] }),
  header: (schema) =>
    documentOf({ parameters: [{ name: "A", in: "header", content: { "application/json": { schema } } }] }),
  body: (schema) => documentOf({ requestBody: json(schema) }),
  "field of a body": (schema) => documentOf({ requestBody: json(object(schema)) }),
  "list in a body": (schema) => documentOf({ requestBody: json({ type: "array", items: schema }) }),
  "named schema": (schema) =>
    documentOf(
      { requestBody: json({ $ref: "#/components/schemas/Sent" }) },
      { components: { schemas: { Sent: object(schema) } } },
    ),
};
const responses: Record<string, (schema: Json) => Json> = {
  answer: (schema) => documentOf({ responses: { 200: { description: "Done.", ...json(schema) } } }),
  "field of an answer": (schema) =>
    documentOf({ responses: { 200: { description: "Done.", ...json(object(schema)) } } }),
  "map in an answer": (schema) =>
    documentOf({
      responses: {
        200: { description: "Done.", ...json({ type: "object", additionalProperties: object(schema) }) },
      },
    }),
  "part of an error": (schema) =>
    documentOf({
      responses: {
        200: { description: "Done." },
        default: {
          description: "No.",
          ...json({ allOf: [object(schema), { type: "object", required: ["b"] }] }),
        },
      },
    }),
  header: (schema) =>
    documentOf({ responses: { 200: { description: "Done.", headers: { A: { schema } } } } }),
};

describe("known changes", () => {
  const found = (places: typeof requests, before: Json, after: Json) =>
    Object.entries(places).map(
      ([place, document]) => `${place}: ${bumpOf(document(before), document(after))}`,
    );
  const wanted = (places: typeof requests, bump: string) =>
    Object.keys(places).map((place) => `${place}: ${bump}`);

  test.each(schemaCases)("of a schema: %s", (_what, before, after, request, response) => {
    expect(found(requests, before, after)).toEqual(wanted(requests, request));
    expect(found(responses, before, after)).toEqual(wanted(responses, response));
  });

  test.each(operationCases)("of an operation: %s", (_what, before, after, bump) => {
    expect(bumpOf(documentOf(before), documentOf(after))).toBe(bump);
  });

  test.each(documentCases)("of a document: %s", (_what, before, after, bump) => {
    expect(bumpOf(documentOf({}, before), documentOf({}, after))).toBe(bump);
  });
});
