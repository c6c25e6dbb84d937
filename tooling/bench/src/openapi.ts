import { methods } from "../../codegen/src/model.ts";

// biome-ignore lint/suspicious/noExplicitAny: other people's documents have no type.
type Json = any;

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
