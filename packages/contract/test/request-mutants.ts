import { isDeepStrictEqual } from "node:util";
import type { Operation, Schema } from "@qoder/work-codegen";
import { judgeJson } from "../../mock/src/schemas.ts";
import type { Probe } from "../src/exchange.ts";
import { sent } from "../src/schemas.ts";
import type { MockOperation } from "./mock-server.ts";
import { type Mutant, mutantOf } from "./mutant.ts";

/** Changes of what a request must be. */
export const requestMutants = (...args: [Operation, MockOperation, Probe[]]): Mutant[] => [
  ...parameterMutants(...args),
  ...requestBodyMutants(...args),
];

function parameterMutants({ parameters }: Operation, served: MockOperation, suite: Probe[]): Mutant[] {
  const mutant = mutantOf(served);
  const { request = {}, path } = served;
  const added = (required: boolean) => {
    const parameter = { id: "added", name: "added", style: "form", required, schema: { type: "string" } };
    return { request: { ...request, query: [...(request.query ?? []), parameter] } };
  };
  const withParameter = (changed: string, change: (parameter: Changed) => object) => {
    const lists = Object.entries(request).map(([place, list]) => [
      place,
      Array.isArray(list) ? list.map((one) => (one.name === changed ? change(one) : one)) : list,
    ]);
    return { request: Object.fromEntries(lists) };
  };
  const key = { id: "key", key: "key", type: "apiKey", in: "header", name: "x-key", extensions: {} };
  return [
    mutant("another path", "path", true, { path: `/moved${path}` }),
    mutant("another method", "method", true, { method: "trace" }),
    mutant("a required parameter more", "parameters", true, added(true)),
    mutant("an optional parameter more", "parameters", false, added(false)),
    ...(suite.some(({ alter, breaks }) => alter && !breaks)
      ? [mutant("no security", "security", true, { security: [] })]
      : []),
    mutant("another security scheme", "security", true, { security: [[key]] }),
    ...parameters.map(({ name }) =>
      mutant(
        "a narrower parameter",
        name,
        true,
        withParameter(name, (old) => ({ ...old, schema: { ...old.schema, not: {} } })),
      ),
    ),
    // Breaking, because an id stands where the path of another operation may: `…/work/poll` claims a work item.
    ...parameters.flatMap(({ name, schema }) =>
      suite.flatMap(({ breaks }) => {
        if (breaks?.param !== name || breaks.schema !== schema) return [];
        const { rule, value } = breaks;
        const isLeft = rule === "required";
        const kind = isLeft ? "an optional parameter" : "a wider parameter";
        // Another rule can forbid the same.
        const isWider =
          isLeft || sent.texts.breaches(without(schema, rule), structuredClone(value)).length === 0;
        const wider = ({ schema, ...old }: Changed) =>
          isLeft ? { ...old, schema, required: false } : { ...old, schema: without(schema, rule) };
        return isWider ? [mutant(kind, `${name} ${rule}`, true, withParameter(name, wider))] : [];
      }),
    ),
  ];
}

const without = (schema: Schema, rule: string): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== rule));

type Changed = { schema: Schema; required?: boolean };

/** Changes of the body that a request has. */
function requestBodyMutants({ body }: Operation, served: MockOperation, suite: Probe[]): Mutant[] {
  const mutant = mutantOf(served);
  const request = served.request ?? {};
  const withBody = (change: object) => ({
    request: { ...request, body: { id: "body", ...request.body, ...change } },
  });
  const withContent = (change: object) =>
    withBody({ contents: request.body?.contents?.map((one) => ({ ...one, ...change })) });
  const added = (required: boolean) =>
    withBody({ required, contents: [{ id: "added", mediaType: "application/json", schema: {} }] });
  if (!body)
    return [
      mutant("a required body more", "body", true, added(true)),
      mutant("an optional body more", "body", false, added(false)),
    ];
  const breaksBody = suite.filter(({ breaks }) => breaks?.param.startsWith("body"));
  const [left, wrong] = [true, false].map((isLeft) =>
    breaksBody.some(({ params }) => (params["body"] === undefined) === isLeft),
  );
  return [
    mutant("no body", "body", true, { request: { ...request, body: undefined } }),
    mutant("a narrower body", "body", true, withContent({ schema: { not: {} } })),
    mutant("another media type", "body", true, withContent({ mediaType: "application/hal+json" })),
    ...(left ? [mutant("an optional body", "body", true, withBody({ required: false }))] : []),
    ...(wrong ? [mutant("any body", "body", true, withContent({ schema: {} }))] : []),
    ...breaksBody.flatMap(({ breaks, params }) => {
      const [content] = request.body?.contents ?? [];
      if (!breaks || !content || params["body"] === undefined) return [];
      const wider = withoutRule(content.schema ?? {}, breaks);
      // Another rule can forbid the same.
      const isWider = judgeJson(served, wider, params["body"]).length === 0;
      const at = `${breaks.param} ${breaks.rule}`;
      return isWider ? [mutant("a wider body", at, true, withContent({ schema: wider }))] : [];
    }),
  ];
}

/** A schema without one rule, wherever it stands. */
function withoutRule(served: object, { schema, rule }: NonNullable<Probe["breaks"]>): object {
  const [keyword = "", name] = rule.split(" ");
  return JSON.parse(JSON.stringify(served), (key, value) => {
    if (key !== keyword) return value;
    if (Array.isArray(value) && name !== undefined) return value.filter((one) => one !== name);
    return isDeepStrictEqual(value, (schema as Record<string, unknown>)[keyword]) ? undefined : value;
  });
}
