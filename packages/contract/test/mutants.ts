import type { Operation, Schema } from "@qoder/work-codegen";
import { malformed } from "../src/probes.ts";
import { bodyChanges } from "./body-changes.ts";
import type { PrismOperation } from "./prism-server.ts";

/** One change of the contract, as a changed operation that a server follows. */
export interface Mutant {
  kind: string;
  /** Place of the change, such as `getWorkItem 404 /error/type`. */
  at: string;
  /** Whether a client of the true contract can be wrong about an answer, or its request refused. */
  breaking: boolean;
  /** Shares what is not changed with the true operation. */
  operation: PrismOperation;
}

/** Every mutant of an operation. */
export function* mutantsOf(operation: Operation, served: PrismOperation): Generator<Mutant> {
  for (const mutant of [
    ...requestMutants(operation, served),
    ...answerMutants(served),
    ...bodyMutants(operation, served),
  ])
    yield { ...mutant, at: `${operation.id} ${mutant.at}` };
}

type Part = { [Key in keyof PrismOperation]?: unknown };

function requestMutants({ parameters }: Operation, served: PrismOperation): Mutant[] {
  const mutant = (kind: string, at: string, breaking: boolean, part: Part): Mutant => ({
    kind,
    at,
    breaking,
    operation: { ...served, ...part } as PrismOperation,
  });
  const { request = {}, path } = served;
  const added = (required: boolean) => {
    const parameter = { id: "added", name: "added", style: "form", required, schema: { type: "string" } };
    return { request: { ...request, query: [...(request.query ?? []), parameter] } };
  };
  const withSchema = (changed: string, change: (schema: Schema) => object) => {
    const lists = Object.entries(request).map(([place, list]) => [
      place,
      Array.isArray(list)
        ? list.map((one) => (one.name === changed ? { ...one, schema: change(one.schema) } : one))
        : list,
    ]);
    return { request: Object.fromEntries(lists) };
  };
  const key = { id: "key", key: "key", type: "apiKey", in: "header", name: "x-key", extensions: {} };
  return [
    mutant("another path", "path", true, { path: `/moved${path}` }),
    mutant("another method", "method", true, { method: "trace" }),
    mutant("a required parameter more", "parameters", true, added(true)),
    mutant("an optional parameter more", "parameters", false, added(false)),
    mutant("no security", "security", true, { security: [] }),
    mutant("another security scheme", "security", true, { security: [[key]] }),
    ...parameters.map(({ name }) =>
      mutant(
        "a narrower parameter",
        name,
        true,
        withSchema(name, (old) => ({ ...old, not: {} })),
      ),
    ),
    // Breaking, because an id stands where the path of another operation may: `…/work/poll` claims a work item.
    ...parameters
      .filter((parameter) => malformed(parameter) !== undefined)
      .map(({ name }) =>
        mutant(
          "a wider parameter",
          name,
          true,
          withSchema(name, ({ pattern: _, ...old }) => old),
        ),
      ),
  ];
}

/** Changes of which answers there are. The numbers lead from any documented status to one that is not documented. */
function answerMutants(served: PrismOperation): Mutant[] {
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
      } as PrismOperation,
    });
    const contents = response.contents?.map((one) => ({ ...one, mediaType: "application/hal+json" }));
    return [
      mutant("another status", true, { ...response, code: `${status + 17}` }),
      mutant("a status less", true),
      mutant("a status more", false, response, { ...response, code: `${status + 25}` }),
      ...(contents ? [mutant("another media type", true, { ...response, contents })] : []),
    ];
  });
}

/** Changes of bodies: the server answers with what the changed schema allows. */
function bodyMutants({ responses }: Operation, served: PrismOperation): Mutant[] {
  return responses.flatMap(({ status, contents: [content] }) =>
    !content
      ? []
      : bodyChanges(content.schema).map(({ kind, at, breaking, use }) => ({
          kind,
          at: `${status} /${at.join("/")}`,
          breaking,
          operation: withBodies(served, status, (body) => used(body, at, use)),
        })),
  );
}

function withBodies(
  served: PrismOperation,
  status: string,
  change: (body: unknown) => unknown,
): PrismOperation {
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
  return { ...served, responses } as PrismOperation;
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
