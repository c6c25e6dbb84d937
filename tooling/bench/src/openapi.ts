import { methods } from "../../codegen/src/model.ts";

// biome-ignore lint/suspicious/noExplicitAny: other people's documents have no type.
type Json = any;

/** A document of OpenAPI 3.0 or 3.1 as one of 3.1: what schemas say in another way since then is rewritten. */
export const as31 = (document: unknown): Json => JSON.parse(JSON.stringify(document), revived);

const bounds = { exclusiveMinimum: "minimum", exclusiveMaximum: "maximum" };

function revived(key: string, node: Json): Json {
  if (key === "openapi" && typeof node === "string") return "3.1.1";
  if (typeof node !== "object" || node === null) return node;
  for (const [exclusive, bound] of Object.entries(bounds)) {
    if (node[exclusive] === true) [node[exclusive], node[bound]] = [node[bound], undefined];
    if (node[exclusive] === false) delete node[exclusive];
  }
  if (typeof node.nullable !== "boolean") return node;
  const { nullable, ...schema } = node;
  if (nullable && typeof schema.type === "string") {
    if (schema.enum) schema.enum = [...new Set([...schema.enum, null])];
    return { ...schema, type: [schema.type, "null"] };
  }
  const isComposed = schema.allOf || schema.anyOf || schema.oneOf;
  return nullable && isComposed ? { anyOf: [schema, { type: "null" }] } : schema;
}

/** The ids of all operations, and of those whose bodies and successes are JSON, flat forms or empty. */
export function operationsOf(document: Json): { all: string[]; json: string[] } {
  const follow = (node: Json): Json => {
    if (typeof node?.$ref !== "string") return node ?? {};
    const keys = node.$ref.slice(2).split("/").map(decodeURIComponent);
    const step = (value: Json, key: string) => value?.[key.replaceAll("~1", "/").replaceAll("~0", "~")];
    return follow(keys.reduce(step, document));
  };
  const isPlain = (node: Json): boolean => {
    const { type, properties, allOf, anyOf, oneOf, items } = follow(node);
    return type !== "object" && !(properties ?? allOf ?? anyOf ?? oneOf) && (!items || isPlain(items));
  };
  const isTaken = (node: Json): boolean => {
    const { content = {} } = follow(node);
    const form = follow(content["application/x-www-form-urlencoded"]?.schema);
    const isFlat = form.properties && Object.values(form.properties).every(isPlain);
    const types = Object.keys(content);
    return types.length === 0 || isFlat || types.some((type) => /^application\/([^;]+\+)?json\b/i.test(type));
  };
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method): Json => ({ operationId: `${method.toUpperCase()} ${path}`, ...item[method] })),
  );
  const json = operations.filter(
    ({ requestBody, responses }) =>
      isTaken(requestBody) &&
      Object.keys(responses).every((status) => !/^2/.test(status) || isTaken(responses[status])),
  );
  const idsOf = (some: Json[]): string[] => some.map(({ operationId }) => operationId);
  return { all: idsOf(operations), json: idsOf(json) };
}
