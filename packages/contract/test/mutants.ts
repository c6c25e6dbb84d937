import { isDeepStrictEqual } from "node:util";
import type { Operation, Schema } from "@qoder/work-codegen";
import { judgeOf } from "../../mock/src/schemas.ts";
import type { Probe } from "../src/exchange.ts";
import { Schemas } from "../src/schemas.ts";
import { wrongValues } from "../src/wrong.ts";
import { bodyChanges } from "./body-changes.ts";
import type { MockOperation } from "./mock-server.ts";

/** One change of the contract, as a changed operation that a server follows. */
export interface Mutant {
  kind: string;
  /** Place of the change, such as `getWorkItem 404 /error/type`. */
  at: string;
  /** Whether a client of the true contract can be wrong about an answer, or its request refused. */
  breaking: boolean;
  /** Shares what is not changed with the true operation. */
  operation: MockOperation;
}

/**
 * Every mutant of an operation that its suite can notice: some refusals are not documented.
 *
 * @param known schemas of answers that have changed in another operation already
 */
export function* mutantsOf(
  operation: Operation,
  served: MockOperation,
  suite: Probe[],
  known = new Set<Schema>(),
): Generator<Mutant> {
  for (const mutant of [
    ...requestMutants(operation, served, suite),
    ...requestBodyMutants(operation, served, suite),
    ...answerMutants(served),
    ...headerMutants(operation, served),
    ...bodyMutants(operation, served, known),
  ])
    yield { ...mutant, at: `${operation.id} ${mutant.at}` };
}

type Part = { [Key in keyof MockOperation]?: unknown };

const mutantOf =
  (served: MockOperation) =>
  (kind: string, at: string, breaking: boolean, part: Part): Mutant => ({
    kind,
    at,
    breaking,
    operation: { ...served, ...part } as MockOperation,
  });

function requestMutants({ parameters }: Operation, served: MockOperation, suite: Probe[]): Mutant[] {
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
      suite
        .filter(({ breaks }) => breaks?.param === name && breaks.schema === schema)
        .map(({ breaks: { rule } = { rule: "" } }) =>
          mutant(
            rule === "required" ? "an optional parameter" : "a wider parameter",
            `${name} ${rule}`,
            true,
            withParameter(name, ({ schema, ...old }) =>
              rule === "required"
                ? { ...old, schema, required: false }
                : {
                    ...old,
                    schema: Object.fromEntries(Object.entries(schema).filter(([key]) => key !== rule)),
                  },
            ),
          ),
        ),
    ),
  ];
}

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
      const { __bundled__: bundle } = served as { __bundled__?: unknown };
      const isWider = accepts(wider, params["body"], bundle).length === 0;
      const at = `${breaks.param} ${breaks.rule}`;
      return isWider ? [mutant("a wider body", at, true, withContent({ schema: wider }))] : [];
    }),
  ];
}

const accepts = judgeOf();

/** A schema without one rule, wherever it stands. */
function withoutRule(served: object, { schema, rule }: NonNullable<Probe["breaks"]>): object {
  const [keyword = "", name] = rule.split(" ");
  return JSON.parse(JSON.stringify(served), (key, value) => {
    if (key !== keyword) return value;
    if (Array.isArray(value) && name !== undefined) return value.filter((one) => one !== name);
    return isDeepStrictEqual(value, (schema as Record<string, unknown>)[keyword]) ? undefined : value;
  });
}

const texts = new Schemas("writeOnly", { coerceTypes: "array" });

/** Changes of the headers of answers. */
function headerMutants({ responses }: Operation, served: MockOperation): Mutant[] {
  const mutant = mutantOf(served);
  const withHeader = (status: string, name: string, change: (header: object) => object[]) => ({
    responses: served.responses.map((response) =>
      response.code !== status
        ? response
        : {
            ...response,
            headers: response.headers?.flatMap((one) => (one.name === name ? change(one) : [one])),
          },
    ),
  });
  return responses.flatMap(({ status, headers }) =>
    headers.flatMap(({ name, required, schema }) => {
      const wrong = wrongValues(texts, schema, schema.examples?.[0] ?? "").find(
        ({ value }) => typeof value !== "object",
      );
      const at = `${status} header ${name}`;
      const sent = { examples: [{ id: "wrong", key: "wrong", value: wrong?.value }] };
      return [
        mutant(
          "a header less",
          at,
          required,
          withHeader(status, name, () => []),
        ),
        ...(wrong
          ? [
              mutant(
                "another header",
                at,
                true,
                withHeader(status, name, (old) => [{ ...old, ...sent }]),
              ),
            ]
          : []),
      ];
    }),
  );
}

/** Changes of which answers there are. The numbers lead from any documented status to one that is not documented. */
function answerMutants(served: MockOperation): Mutant[] {
  const { responses } = served;
  return responses.flatMap((response) => {
    const status = Number(response.code);
    const mutant = (kind: string, breaking: boolean, ...instead: object[]): Mutant => ({
      kind,
      at: response.code,
      breaking,
      operation: {
        ...served,
        responses: responses.flatMap((one) => (one === response ? instead : [one])),
      } as MockOperation,
    });
    const contents = response.contents?.map((one) => ({ ...one, mediaType: "application/hal+json" }));
    // A range and `default` document any status.
    if (!status) return [mutant("a status less", true)];
    return [
      mutant("another status", true, { ...response, code: `${status + 17}` }),
      mutant("a status less", true),
      mutant("a status more", false, response, { ...response, code: `${status + 25}` }),
      ...(contents?.[0] && served.method !== "head"
        ? [mutant("another media type", true, { ...response, contents })]
        : []),
    ];
  });
}

/** Changes of bodies: the server answers with what the changed schema allows. */
function bodyMutants({ responses, method }: Operation, served: MockOperation, known: Set<Schema>): Mutant[] {
  return responses.flatMap(({ status, contents: [content] }) => {
    if (!content || method === "head" || known.has(content.schema)) return [];
    known.add(content.schema);
    return bodyChanges(content.schema).map(({ kind, at, breaking, use }) => ({
      kind,
      at: `${status} /${at.join("/")}`,
      breaking,
      operation: withBodies(served, status, (body) => used(body, at, use)),
    }));
  });
}

function withBodies(
  served: MockOperation,
  status: string,
  change: (body: unknown) => unknown,
): MockOperation {
  const responses = served.responses.map((response) =>
    response.code !== status
      ? response
      : {
          ...response,
          contents: response.contents?.map((content) => ({
            ...content,
            examples: content.examples?.map((example) => ({
              ...example,
              value: change((example as { value: unknown }).value),
            })),
          })),
        },
  );
  return { ...served, responses } as MockOperation;
}

/** A value with a change at a place in it; the same value where it has no such place. */
function used(value: unknown, [name, ...rest]: string[], use: (value: unknown) => unknown): unknown {
  if (name === undefined) return use(value);
  if (Array.isArray(value)) return value.map((one) => used(one, rest, use));
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  const names = name === "*" ? Object.keys(fields) : [name].filter((one) => Object.hasOwn(fields, one));
  return { ...fields, ...Object.fromEntries(names.map((one) => [one, used(fields[one], rest, use)])) };
}
