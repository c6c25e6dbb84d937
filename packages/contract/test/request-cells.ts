import { type Operation, regExpOf, responseOf, type Schema, subschemas } from "@qoder/work-codegen";
import type { Exchange } from "../src/exchange.ts";
import { textKeywords } from "./answer-cells.ts";
import type { Draft } from "./cell.ts";

/** A rule for requests has two cells: a request that keeps it is served, and one that breaks it is refused. */
export function requestCells(operation: Operation, exchanges: Exchange[]): Draft[] {
  const { parameters, body, security } = operation;
  const served = exchanges.filter(({ probe, client }) => !probe.alter && client?.status === "fulfilled");
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

/** Whether a request can break a rule: a text can be a number, an empty list is not sent, and no number is next to a large one. */
function canBreak(rule: string, limit: unknown): boolean {
  if (Number(limit) === Number(limit) + 1) return false;
  if (rule === "pattern") return ["not-an-id", "~"].some((text) => !regExpOf(String(limit)).test(text));
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
