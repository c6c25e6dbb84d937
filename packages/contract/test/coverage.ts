import { type Operation, type Response, type Schema, subschemas } from "@qoder/work-codegen";
import { responseOf } from "../src/differences.ts";
import type { Exchange } from "../src/exchange.ts";
import { nullInType } from "../src/schemas.ts";
import { answeredOf, isMap } from "./complete.ts";

/** One line of the contract, and the cases that exercise it. */
export interface Cell {
  operation: string;
  /** Part of the operation: `request`, or a status and media type. */
  part: string;
  /** Place in the part, such as `/data/id`. */
  at: string;
  rule: string;
  /** The schema that has the rule, where one has. */
  schema?: Schema;
  cases: string[];
}

type Draft = Pick<Cell, "part" | "at" | "rule" | "schema"> & { exercisedBy: Exchange[] };

/** Every cell that an operation defines, with the names of the exchanges that exercise it. */
export function cellsOf(operation: Operation, exchanges: Exchange[]): Cell[] {
  const answered = exchanges.filter(({ response }) => response);
  const drafts = [
    ...requestCells(operation, answered),
    ...operation.responses.flatMap((response) => answerCells(operation, response, answered)),
  ];
  return drafts.map(({ exercisedBy, ...cell }) => ({
    operation: operation.id,
    ...cell,
    cases: exercisedBy.map(({ probe }) => probe.name),
  }));
}

/** The same cells. A rule of a schema that several operations have is exercised by what exercises it in any of them. */
export function shared(cells: Cell[]): Cell[] {
  const known = new Map<Schema, Map<string, Cell>>();
  for (const cell of cells) {
    if (!cell.schema || cell.cases.length === 0) continue;
    const rules = known.get(cell.schema) ?? new Map<string, Cell>();
    known.set(cell.schema, rules.set(cell.rule, cell));
  }
  return cells.map((cell) => {
    const other = cell.cases.length === 0 && cell.schema && known.get(cell.schema)?.get(cell.rule);
    return other ? { ...cell, cases: other.cases.map((name) => `${other.operation} ${name}`) } : cell;
  });
}

/** A rule for requests has two cells: a request that keeps it is served, and one that breaks it is refused. */
function requestCells(operation: Operation, exchanges: Exchange[]): Draft[] {
  const { parameters, body, security } = operation;
  const served = exchanges.filter(({ client }) => client && "returned" in client);
  const refused = exchanges.filter(({ response }) => Number(response?.status) >= 400);
  const part = "request";
  const isRefusable = responseOf(operation, 400) ?? responseOf(operation, 422);
  const both = (at: string, rule: string, [schema, limit]: [Schema, unknown?], kept: Exchange[]): Draft[] => {
    const label = limit === undefined ? rule : `${rule} ${limit}`;
    const breaking = refused.filter(
      ({ probe: { breaks } }) => breaks?.schema === schema && breaks.rule === rule,
    );
    const broken = {
      part,
      at,
      rule: `${label}, broken`,
      exercisedBy: breaking.filter(({ probe }) => probe.breaks?.param === at),
    };
    return [
      { part, at, rule: `${label}, kept`, exercisedBy: kept },
      ...(isRefusable && canBreak(rule, limit) ? [broken] : []),
    ];
  };
  const keywords = (at: string, schema: Schema, kept: Exchange[]) =>
    keywordsOf(schema).flatMap(([keyword, limit]) => both(at, keyword, [schema, limit], kept));
  const having = (path: string[]) =>
    served.filter(
      ({ probe }) => path.reduce<unknown>((value, name) => Object(value)[name], probe.params) !== undefined,
    );
  const needsCredentials = security.length > 0 && security.every((one) => Object.keys(one).length > 0);
  const credentials = (name: string, exercisedBy: Exchange[]) => ({
    part,
    at: "security",
    rule: name,
    exercisedBy,
  });
  return [
    credentials("credentials, kept", served),
    ...(needsCredentials && responseOf(operation, 401)
      ? [
          credentials(
            "credentials, broken",
            refused.filter(({ probe }) => probe.alter && !probe.breaks),
          ),
        ]
      : []),
    ...parameters.flatMap(({ name, in: place, required, schema }) => [
      ...(required && place !== "path" ? both(name, "required", [schema], having([name])) : []),
      ...keywords(name, schema, having([name])),
    ]),
    ...(body?.contents.slice(0, 1) ?? []).flatMap(({ schema }) => [
      ...(body?.required ? both("body", "required", [schema], having(["body"])) : []),
      ...keywords("body", schema, having(["body"])),
      ...requiredIn(schema, ["body"]).flatMap(({ path, inside, schema }) => [
        ...both(path.join("."), `required ${path.at(-1)}`, [inside], having(path)),
        ...keywords(path.join("."), schema, having(path)),
      ]),
    ]),
  ];
}

/** Each field that a request must have. */
function requiredIn(schema: Schema, at: string[]): { path: string[]; inside: Schema; schema: Schema }[] {
  const { required = [], properties = {} } = schema;
  return required.flatMap((name) => {
    const property = properties[name];
    if (!property || property.readOnly) return [];
    const path = [...at, name];
    return [{ path, inside: schema, schema: property }, ...requiredIn(property, path)];
  });
}

/** Whether a request can break a rule: a text can be a number, and an empty list is not sent. */
function canBreak(rule: string, limit: unknown): boolean {
  if (rule === "pattern")
    return ["not-an-id", "~"].some((text) => !new RegExp(String(limit), "u").test(text));
  if (rule === "format") return /^(date|date-time|uuid|email|ipv4|ipv6)$/.test(String(limit));
  if (/^min(Items|Length)$/.test(rule)) return Number(limit) > 1;
  return /^(required|enum|const|(exclusive)?M(in|ax)imum|m(in|ax)imum|maxItems|maxLength|multipleOf)/.test(
    rule,
  );
}

/** The keywords of a schema that set a rule for its value itself. Each required field is a rule of its own. */
const keywordsOf = (schema: Schema) => {
  const inside = new Set(["required", ...subschemas(schema).map(({ keyword }) => keyword)]);
  return Object.entries(schema).filter(([keyword]) => !textKeywords.test(keyword) && !inside.has(keyword));
};

function answerCells(
  operation: Operation,
  { status, contents, headers }: Response,
  all: Exchange[],
): Draft[] {
  const own = all.filter(
    ({ response }) => responseOf(operation, Number(response?.status))?.status === status,
  );
  const isEmpty = operation.method === "head" || contents.length === 0;
  const ofHeaders = headers.map(({ name, schema }) => ({
    part: status,
    at: `header ${name}`,
    rule: "sent",
    schema,
    exercisedBy: own.filter(({ response }) => response?.headers[name.toLowerCase()] !== undefined),
  }));
  if (isEmpty)
    return [{ part: status, at: "", rule: "status without a body", exercisedBy: own }, ...ofHeaders];
  const cells = contents.flatMap(({ mediaType, schema, examples }): Draft[] => {
    const part = `${status} ${mediaType}`;
    const named = Object.keys(examples).map((name) => ({
      part,
      at: "",
      rule: `example ${name}`,
      exercisedBy: own.filter(({ probe }) => probe.headers?.["prefer"]?.endsWith(`example=${name}`)),
    }));
    const traces = own.map((exchange) => {
      const rules = [...rulesOf(schema, JSON.parse(exchange.response?.text || "null"))];
      return { exchange, keys: new Set(rules.filter(({ met }) => met).map(keyOf)) };
    });
    const rules = new Map([...rulesOf(schema, undefined)].map((rule) => [keyOf(rule), rule]));
    return [
      { part, at: "", rule: "status and media type", exercisedBy: own },
      ...named,
      ...[...rules].map(([key, { at, rule, schema }]) => ({
        part,
        at,
        rule,
        schema,
        exercisedBy: traces.filter(({ keys }) => keys.has(key)).map(({ exchange }) => exchange),
      })),
    ];
  });
  return [...cells, ...ofHeaders];
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

/** Keywords that set no rule for values. */
const textKeywords =
  /^(description|title|examples|default|deprecated|readOnly|writeOnly|discriminator|xml|x-.*)$/;
/** Keywords that are looked at one by one below. */
const ownRules = /^(type|enum|required|properties|additionalProperties|items)$/;

/** Every rule of a schema, and whether a value meets with it. */
function* rulesOf(written: Schema, value: unknown, at = "", outer: Schema[] = []): Generator<Rule> {
  if (outer.includes(written)) return;
  const schema = nullInType(written);
  const inside = [...outer, written];
  const { additionalProperties, items } = schema;
  const properties = answeredOf(schema);
  const fields = (kindOf(value) === "object" ? value : {}) as Record<string, unknown>;
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(properties, name));
  for (const type of [schema.type ?? []].flat()) {
    const met = kindOf(value) === type || (type === "number" && typeof value === "number");
    yield { at, rule: `type ${type}`, met, schema };
  }
  for (const known of schema.enum ?? [])
    yield { at, rule: `enum ${JSON.stringify(known)}`, met: value === known, schema };
  const held = new Set(subschemas(schema).map(({ keyword }) => keyword));
  for (const [keyword, limit] of Object.entries(schema)) {
    if (textKeywords.test(keyword) || ownRules.test(keyword)) continue;
    const isPresent = value !== undefined && value !== null;
    const met = keyword === "propertyNames" ? others.length > 0 : isPresent;
    yield { at, rule: held.has(keyword) ? keyword : `${keyword} ${JSON.stringify(limit)}`, met, schema };
  }
  for (const name of schema.required ?? [])
    yield { at, rule: `required ${name}`, met: Object.hasOwn(fields, name), schema };
  for (const [name, property] of Object.entries(properties)) {
    const inner = Object.hasOwn(fields, name) ? fields[name] : undefined;
    yield* rulesOf(property, inner, `${at}/${name}`, inside);
  }
  if (additionalProperties && isMap(schema)) {
    yield { at, rule: "additionalProperties", met: others.length > 0, schema };
    for (const name of others.length > 0 ? others : [""])
      yield* rulesOf(additionalProperties, fields[name], `${at}/*`, inside);
  }
  if (items) {
    const values = Array.isArray(value) && value.length > 0 ? value : [undefined];
    for (const item of values) yield* rulesOf(items, item, `${at}/*`, inside);
  }
}
