import { isDeepStrictEqual } from "node:util";
import type { Answer, Body, Operation, Schema } from "./contract.ts";
import type { Exchange } from "./exchange.ts";

/** One line of the contract, and the cases that exercise it. */
export interface Cell {
  operation: string;
  /** What part of the operation: `request`, or a status and media type. */
  part: string;
  /** Where in the part, such as `/data/id`. */
  at: string;
  rule: string;
  cases: string[];
}

/**
 * Every cell that the operations define, with the names of the exchanges that exercise it. Where two operations have
 * the same schema, a rule in it is exercised by what exercises it in either.
 */
export function coverageOf(operations: Operation[], exchanges: Exchange[]): Cell[] {
  const drafts = operations.flatMap((operation) => {
    const own = exchanges.filter(({ probe, response }) => probe.operation === operation && response);
    return [
      ...requestCells(operation, own),
      ...operation.answers.flatMap((answer) => answerCells(answer, own)),
    ].map((draft) => ({ operation, draft }));
  });
  return drafts.map(({ operation, draft: { exercisedBy, schema, ...cell } }) => {
    const elsewhere = () =>
      drafts.filter(
        (other) =>
          other.operation !== operation &&
          other.draft.rule === cell.rule &&
          schema !== undefined &&
          isDeepStrictEqual(other.draft.schema, schema),
      );
    const found =
      exercisedBy.length > 0 ? exercisedBy : elsewhere().flatMap(({ draft }) => draft.exercisedBy);
    const names = found.map(({ probe }) =>
      probe.operation === operation ? probe.name : `${probe.operation.id} ${probe.name}`,
    );
    return { operation: operation.id, ...cell, cases: [...new Set(names)] };
  });
}

type Draft = Omit<Cell, "operation" | "cases"> & {
  exercisedBy: Exchange[];
  /** The schema that has the rule, where one has. */
  schema?: Schema;
};

/** A rule for requests has two cells: a request that keeps it is served, and one that breaks it is refused. */
function requestCells({ parameters }: Operation, exchanges: Exchange[]): Draft[] {
  const served = exchanges.filter(({ client }) => client && "returned" in client);
  const refused = (wrong: (exchange: Exchange) => boolean) =>
    exchanges.filter((exchange) => Number(exchange.response?.status) >= 400 && wrong(exchange));
  const cells = (at: string, rule: string, breach: (exchange: Exchange) => boolean): Draft[] => [
    { part: "request", at, rule: `${rule}, kept`, exercisedBy: served },
    { part: "request", at, rule: `${rule}, broken`, exercisedBy: refused(breach) },
  ];
  return [
    ...cells("security", "credentials", ({ probe }) => probe.authorization !== undefined),
    ...parameters.flatMap(({ name, schema }) =>
      Object.entries(schema).flatMap(([keyword, limit]): Draft[] => {
        if (/^(description|title|examples|x-.*)$/.test(keyword)) return [];
        const rule = `${keyword} ${limit}`;
        if (keyword !== "pattern") return [{ part: "request", at: name, rule, exercisedBy: served }];
        return cells(name, rule, ({ probe }) => !new RegExp(limit).test(String(probe.params[name])));
      }),
    ),
  ];
}

function answerCells({ status, mediaType, schema, examples }: Answer, exchanges: Exchange[]): Draft[] {
  const own = exchanges.filter(({ response }) => response?.status === status);
  const part = `${status} ${mediaType}`;
  const cells = Object.keys(examples).map((name) => ({
    part,
    at: "",
    rule: `example ${name}`,
    exercisedBy: own.filter(({ probe }) => probe.headers?.["prefer"]?.endsWith(`example=${name}`)),
  }));
  const traces = own.map((exchange) => {
    const rules = [...rulesOf(schema, JSON.parse(exchange.response?.text ?? "null"))];
    return { exchange, keys: new Set(rules.filter(({ met }) => met).map(keyOf)) };
  });
  const rules = new Map([...rulesOf(schema, undefined)].map((rule) => [keyOf(rule), rule]));
  return [
    { part, at: "", rule: "status and media type", exercisedBy: own },
    ...cells,
    ...[...rules].map(([key, { at, rule, schema: own }]) => ({
      part,
      at,
      rule,
      schema: own,
      exercisedBy: traces.filter(({ keys }) => keys.has(key)).map(({ exchange }) => exchange),
    })),
  ];
}

interface Rule {
  at: string;
  rule: string;
  /** Whether the value is one that the rule speaks of. */
  met: boolean;
  schema: Schema;
}
const keyOf = ({ at, rule }: Rule) => `${at} ${rule}`;

const kindOf = (value: unknown) =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : Number.isInteger(value)
        ? "integer"
        : typeof value;

/** Keywords that are looked at one by one below, or that set no rule for values. */
const otherKeywords =
  /^(type|enum|required|properties|additionalProperties|propertyNames|items|description|title|examples|x-.*)$/;

/** Every rule of a schema, and whether a value meets with it. */
function* rulesOf(schema: Schema, value: unknown, at = ""): Generator<Rule> {
  const present = value !== undefined;
  const fields = (kindOf(value) === "object" ? value : {}) as Body;
  for (const type of [schema.type ?? []].flat()) {
    const met = kindOf(value) === type || (type === "number" && typeof value === "number");
    yield { at, rule: `type ${type}`, met, schema };
  }
  for (const known of schema.enum ?? [])
    yield { at, rule: `enum ${JSON.stringify(known)}`, met: value === known, schema };
  for (const [keyword, limit] of Object.entries(schema)) {
    if (otherKeywords.test(keyword)) continue;
    yield { at, rule: `${keyword} ${JSON.stringify(limit)}`, met: present && value !== null, schema };
  }
  for (const name of schema.required ?? [])
    yield { at, rule: `required ${name}`, met: Object.hasOwn(fields, name), schema };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield* rulesOf(property, Object.hasOwn(fields, name) ? fields[name] : undefined, `${at}/${name}`);
  }
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(schema.properties ?? {}, name));
  if (schema.propertyNames) yield { at, rule: "propertyNames", met: others.length > 0, schema };
  if (typeof schema.additionalProperties === "object") {
    yield { at, rule: "additionalProperties", met: others.length > 0, schema };
    for (const name of others.length > 0 ? others : [""]) {
      yield* rulesOf(schema.additionalProperties, fields[name], `${at}/*`);
    }
  }
  if (schema.items) {
    const items = Array.isArray(value) && value.length > 0 ? value : [undefined];
    for (const item of items) yield* rulesOf(schema.items, item, `${at}/*`);
  }
}
