import { contentOf, isForm } from "./media-type.ts";
import type { Api, Content, Operation, Parameter, Schema } from "./model.ts";
import { successesOf } from "./responses.ts";
import { alternativesOf } from "./security.ts";

/** A construct that the generator does not take. */
export interface Refusal {
  operation: Operation;
  /** A node of the model, and the path in it, as {@link Api.where} takes them. */
  at: [node: object, ...path: string[]];
  /** Says what is wrong, and what to do. */
  reason: string;
}

/** Names that a client, as any object of JavaScript, already has or must not have. */
const reserved = ["http", "then", ...Object.getOwnPropertyNames(Object.prototype)];
const supported = "`http` with bearer or basic, `oauth2`, or `apiKey` in a header or the query";

/** Lists what keeps operations from being generated: an operation that is not listed has a method, types and a mock. */
export function refusals(api: Api): Refusal[] {
  /** For each name that is taken, by what. */
  const taken = new Map(reserved.map((id) => [id, `The client has a \`${id}\` already.`]));
  return api.operations.flatMap((operation) => {
    const found = [...ofName(operation, taken), ...ofParameters(operation), ...ofContents(operation)];
    if (operation.security.length > 0 && alternativesOf(operation, api).length === 0)
      found.push([`No scheme is supported. Use ${supported}.`, operation, "security"]);
    const { id, method, path } = operation;
    if (found.length === 0) taken.set(id, `\`${id}\` is also the name of ${method.toUpperCase()} ${path}.`);
    return found.map(([reason, ...at]) => ({ operation, at, reason }));
  });
}

type Found = [reason: string, ...at: Refusal["at"]];

function* ofName(operation: Operation, taken: Map<string, string>): Generator<Found> {
  const { id, method, path } = operation;
  const notWord = `\`operationId\` must be an identifier, such as \`getThing\`; received "${id}".`;
  if (!/^[A-Za-z_$][\w$]*$/.test(id)) yield [notWord, operation, "operationId"];
  else if (taken.has(id))
    yield [`${taken.get(id)} Choose another \`operationId\`.`, operation, "operationId"];
  if (method === "trace") yield ["`fetch` cannot send TRACE. Remove the operation.", operation];
  if (path.includes("?")) yield ["The path has a query. Declare query parameters instead.", operation];
  const declared = new Set(operation.parameters.filter((one) => one.in === "path").map(({ name }) => name));
  for (const [, name = ""] of path.matchAll(/\{(.+?)\}/g))
    if (!declared.has(name)) yield [`The path has \`{${name}}\`. Declare this parameter.`, operation];
}

function* ofParameters({ parameters, body }: Operation): Generator<Found> {
  const names = new Set(body && ["body"]);
  for (const parameter of parameters) {
    const { name, in: place, style, schema } = parameter;
    if (names.has(name))
      yield [`\`${name}\` is the name of two parameters, or of the body. Rename one.`, parameter, "name"];
    names.add(name);
    if (place === "cookie")
      yield ["The client sends no cookies. Use a header or the query.", parameter, "in"];
    else if (parameter.mediaType !== undefined)
      yield ["A parameter with `content` is not supported. Use `schema`.", parameter, "content"];
    else if (!styles[place].includes(style))
      yield [`Style \`${style}\` is not supported. Use \`${styles[place][0]}\`.`, parameter, "style"];
    else if (place === "path" && isNested(schema, 0, 1))
      yield ["Objects and nested lists have no form in a path. Use the query.", parameter, "schema"];
    else if (isNested(schema, 1, 0) && isNested(schema, 0, 1))
      yield ["Objects or lists inside others have no form in a URL. Use a body.", parameter, "schema"];
  }
}

const styles: Record<Exclude<Parameter["in"], "cookie">, string[]> = {
  path: ["simple"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
};

function* ofContents(operation: Operation): Generator<Found> {
  const { body, method } = operation;
  if (body && /^(get|head)$/.test(method))
    yield [`\`fetch\` sends no body with ${method.toUpperCase()}. Use the query.`, body];
  const [content] = contentOf(body?.contents ?? [], true);
  if (body && !content)
    yield [`A body must be JSON or a flat form; received ${list(body.contents)}.`, body, "content"];
  else if (content && isForm(content.mediaType) && isNested(content.schema, 1, 1))
    yield ["A form has flat fields: texts, numbers and lists of them. Use a JSON body.", content, "schema"];
  for (const success of successesOf(operation))
    if (success.contents.length > 0 && contentOf(success.contents).length === 0)
      yield [`A success must be JSON or empty; received ${list(success.contents)}.`, success, "content"];
}

const list = (contents: Content[]) =>
  contents.map(({ mediaType }) => mediaType).join(", ") || "no media type";

/** Whether values of a schema can hold more objects or lists inside each other than given. */
function isNested(schema: Schema, objects: number, lists: number, outer: Schema[] = []): boolean {
  if (outer.includes(schema)) return true;
  const inside = [...outer, schema];
  const { items, prefixItems = [], properties = {}, additionalProperties, type } = schema;
  const { allOf = [], anyOf = [], oneOf = [] } = schema;
  const fields = [...Object.values(properties), ...(additionalProperties ? [additionalProperties] : [])];
  const isObject = fields.length > 0 || [type].flat().includes("object");
  const entries = [...prefixItems, ...(items ? [items] : [])];
  const isList = entries.length > 0 || [type].flat().includes("array");
  return (
    (isObject && (objects === 0 || fields.some((one) => isNested(one, objects - 1, lists, inside)))) ||
    (isList && (lists === 0 || entries.some((one) => isNested(one, objects, lists - 1, inside)))) ||
    [...allOf, ...anyOf, ...oneOf].some((one) => isNested(one, objects, lists, inside))
  );
}
