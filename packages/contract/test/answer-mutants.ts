import { type Operation, responseOf, type Schema } from "@qoder/work-codegen";
import { received } from "../src/schemas.ts";
import { wrongValues } from "../src/wrong.ts";
import { bodyChanges } from "./body-changes.ts";
import type { MockOperation } from "./mock-server.ts";
import { type Mutant, mutantOf } from "./mutant.ts";

/** Changes of what a server answers. */
export const answerMutants = (operation: Operation, served: MockOperation, known: Set<Schema>): Mutant[] => [
  ...statusMutants(operation, served),
  ...headerMutants(operation, served),
  ...bodyMutants(operation, served, known),
];

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
      const wrong = wrongValues(received.texts, schema, schema.examples?.[0] ?? "").find(
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
function statusMutants(operation: Operation, served: MockOperation): Mutant[] {
  const { responses } = served;
  return responses.flatMap((response) => {
    const status = Number(response.code);
    const isOnly = !isCovered(operation, response.code);
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
    if (!status) return [mutant("a status less", isOnly)];
    return [
      mutant("another status", isOnly, { ...response, code: `${status + 17}` }),
      mutant("a status less", isOnly),
      mutant("a status more", false, response, { ...response, code: `${status + 25}` }),
      ...(contents?.[0] && served.method !== "head"
        ? [mutant("another media type", true, { ...response, contents })]
        : []),
    ];
  });
}

/** Whether a range, or `default`, allows the same answer as a status. */
function isCovered({ responses, method }: Operation, status: string): boolean {
  const own = responses.find((one) => one.status === status);
  const others = responses.filter((one) => one !== own);
  const wider = responseOf({ responses: others }, Number(status));
  const hasNoBody = method === "head" || /^(204|205|304)$/.test(status);
  // A status that the mock does not know is refused with 400, which without a body is the same.
  if (method === "head" && status === "400") return true;
  return wider !== undefined && (hasNoBody || wider.contents[0]?.schema === own?.contents[0]?.schema);
}

/** Changes of bodies: the server answers with what the changed schema allows. */
function bodyMutants({ responses, method }: Operation, served: MockOperation, known: Set<Schema>): Mutant[] {
  return responses.flatMap(({ status, contents: [content] }) => {
    if (!content || method === "head" || known.has(content.schema)) return [];
    known.add(content.schema);
    // A body is as it was where a change, which is compatible by itself, breaks a rule for the whole, such as `minProperties`.
    const isRight = (body: unknown) =>
      received.json
        .breaches(content.schema, JSON.parse(JSON.stringify(body ?? null)))
        .every(({ keyword, missing }) => keyword === "enum" || missing?.["x-mayBeMissing"]);
    return bodyChanges(content.schema).map(({ kind, at, breaking, use }) => ({
      kind,
      at: `${status} /${at.join("/")}`,
      breaking,
      operation: withBodies(served, status, (body) => {
        const changed = used(body, at, use);
        return breaking || isRight(changed) ? changed : body;
      }),
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
