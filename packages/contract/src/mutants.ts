import {
  type Answer,
  type Body,
  type Document,
  type DocumentOperation,
  operationsOf,
  type PathItem,
  type Schema,
} from "./contract.ts";
import { type SchemaChange, schemaChanges } from "./schema-changes.ts";

/** One change of the contract, as another version of the document, whose examples use what is new in it. */
export interface Mutant {
  kind: string;
  /** What was changed, such as `getWorkItem 404 /error/type`. */
  at: string;
  /** Whether a client of the true contract can be wrong about an answer, or its request refused. */
  breaking: boolean;
  document: Document;
}

type Change = [kind: string, at: string, breaking: boolean, change: (document: Document) => unknown];
type Node = Record<string, unknown>;

/** Every mutant of a document, in the order of its operations. */
export function* mutantsOf(document: Document): Generator<Mutant> {
  for (const { id, path, answers } of operationsOf(document)) {
    const changes = [
      ...requestChanges(path),
      ...answers.flatMap((answer) => [...answerChanges(answer), ...bodyChanges(answer)]),
    ];
    for (const [kind, at, breaking, change] of changes) {
      const mutated = structuredClone(document);
      change(mutated);
      // What is undefined now goes with it.
      yield { kind, at: `${id} ${at}`, breaking, document: JSON.parse(JSON.stringify(mutated)) };
    }
  }
}

function requestChanges(path: string): Change[] {
  const itemOf = ({ paths }: Document) => paths[path] as PathItem & { get: DocumentOperation };
  const move = (document: Document, to: string) =>
    Object.assign(document.paths, { [to]: itemOf(document), [path]: undefined });
  const addParameter = (document: Document, required: boolean) => {
    const { get } = itemOf(document);
    const added = { name: "added", in: "query", required, schema: { type: "string" } };
    get.parameters = [...(get.parameters ?? []), added];
  };
  const setPattern = (document: Document, name: string, change: (pattern: string) => string | undefined) => {
    const { parameters = [], get } = itemOf(document);
    const schema = [...parameters, ...(get.parameters ?? [])].find((one) => one.name === name)?.schema;
    Object.assign(schema ?? {}, { pattern: change(schema?.pattern ?? "") });
  };
  const key = { type: "apiKey", in: "header", name: "x-key" };
  return [
    ["another path", "path", true, (document) => move(document, path.replace("/v1/", "/v2/"))],
    [
      "another method",
      "method",
      true,
      ({ paths }) => Object.assign(paths, { [path]: { post: paths[path]?.get } }),
    ],
    ["a required parameter more", "parameters", true, (document) => addParameter(document, true)],
    ["an optional parameter more", "parameters", false, (document) => addParameter(document, false)],
    ["no security", "security", true, (document) => Object.assign(document, { security: [] })],
    [
      "another security scheme",
      "security",
      true,
      (document) =>
        Object.assign(document, { security: [{ key: [] }], components: { securitySchemes: { key } } }),
    ],
    ...(path.match(/(?<=\{)[^}]+/g) ?? []).flatMap((name): Change[] => [
      [
        "a narrower parameter",
        name,
        true,
        (document) => setPattern(document, name, (old) => `${old}\\d{3}$`),
      ],
      // Breaking, because an id stands where the path of another operation may: `…/work/poll` claims a work item.
      ["a wider parameter", name, true, (document) => setPattern(document, name, () => undefined)],
    ]),
  ];
}

/** Changes of which answers there are. The numbers lead from any documented status to one that is not documented. */
function answerChanges({ status, mediaType, pointer }: Answer): Change[] {
  const responses = (document: Document) => nodeAt(document, pointer.slice(0, 4));
  const content = (document: Document) => nodeAt(document, pointer.slice(0, 6));
  const rename = (node: Node, from: string | number, to: string | number) =>
    Object.assign(node, { [to]: node[from], [from]: undefined });
  const copy = (node: Node, to: number) => Object.assign(node, { [to]: structuredClone(node[status]) });
  return [
    ["another status", `${status}`, true, (document) => rename(responses(document), status, status + 17)],
    [
      "a status less",
      `${status}`,
      true,
      (document) => Object.assign(responses(document), { [status]: undefined }),
    ],
    ["a status more", `${status + 25}`, false, (document) => copy(responses(document), status + 25)],
    [
      "another media type",
      `${status}`,
      true,
      (document) => rename(content(document), mediaType, "application/hal+json"),
    ],
  ];
}

function bodyChanges(answer: Answer): Change[] {
  return schemaChanges(answer.schema).map((one) => [
    // The names of fields are places here; kinds are few.
    one.kind.replace(/^(optional|no) .*/, "$1 field"),
    `${answer.status} /${[...one.at, ...one.kind.split(/^(?:optional|no) /).slice(1)].join("/")}`,
    one.breaking,
    (document) => changeBody(document, answer, one),
  ]);
}

function changeBody(document: Document, { pointer }: Answer, { at, change, use }: SchemaChange): void {
  const media = nodeAt(document, pointer.slice(0, -1)) as { schema: Schema; examples: Record<string, Node> };
  media.schema = changed(media.schema, at, change);
  for (const example of Object.values(media.examples)) example["value"] = used(example["value"], at, use);
}

function changed(schema: Schema, [name, ...rest]: string[], change: SchemaChange["change"]): Schema {
  if (name === undefined) return change(schema);
  const property = schema.properties?.[name];
  if (property)
    return { ...schema, properties: { ...schema.properties, [name]: changed(property, rest, change) } };
  if (schema.items) return { ...schema, items: changed(schema.items, rest, change) };
  return { ...schema, additionalProperties: changed(schema.additionalProperties as Schema, rest, change) };
}

function used(value: unknown, [name, ...rest]: string[], use: SchemaChange["use"]): unknown {
  if (name === undefined) return use(value);
  if (Array.isArray(value)) return value.map((one) => used(one, rest, use));
  const body = value as Body;
  const names = name === "*" ? Object.keys(body) : [name];
  return { ...body, ...Object.fromEntries(names.map((one) => [one, used(body[one], rest, use)])) };
}

const nodeAt = (document: Document, pointer: string[]): Node =>
  pointer.reduce<unknown>((node, name) => (node as Node)[name], document) as Node;
