import {
  type Api,
  type Body,
  type Content,
  type Document,
  type Example,
  type Header,
  type Method,
  methods,
  type Operation,
  type Parameter,
  type Response,
  type Schema,
  type SecurityScheme,
  type Server,
} from "./model.ts";
import type { Resolver } from "./resolve.ts";

/** A node of a document, whose structure the lint has checked. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler does not know the structure
type Node = Record<string, any>;

/** What of the model follows from a document alone. */
export function apiOf(
  document: Document,
  resolver: Resolver,
): Omit<Api, "json" | "hash" | "warnings" | "where"> {
  const {
    info,
    externalDocs,
    servers,
    tags = [],
    security = [],
    components = {},
    paths = {},
  }: Node = document;
  const schemas = resolver.schemas();
  return {
    info: { summary: "", description: "", ...info },
    site: externalDocs ? externalDocs.url.replace(/\/?$/, "/") : "",
    servers: serversOf(servers, resolver),
    tags: tags.map((tag: Node) => resolver.stand({ description: "", ...tag }, tag)),
    securitySchemes: mapped<SecurityScheme>(components["securitySchemes"], (node) => {
      const scheme = resolver.follow(node);
      return resolver.stand(
        { description: "", ...(scheme as Partial<SecurityScheme>) } as SecurityScheme,
        scheme,
      );
    }),
    security,
    schemas,
    operations: Object.entries(paths).flatMap(([path, node]) => {
      const item: Node = resolver.follow(node);
      return methods
        .filter((method) => item[method])
        .map((method) => operationOf({ path, method, item, security }, resolver));
    }),
    document,
    nameOf: resolver.nameOf,
  };
}

interface Place extends Pick<Operation, "path" | "method" | "security"> {
  /** The path item. */
  item: Node;
}

function operationOf({ path, method, item, security }: Place, resolver: Resolver): Operation {
  const node: Node = resolver.follow(item[method]);
  const { operationId, requestBody, externalDocs, ...own } = node;
  const listed = [...(item["parameters"] ?? []), ...(node["parameters"] ?? [])].map((one) =>
    parameterOf(one, resolver),
  );
  const parameters = [...new Map(listed.map((one) => [`${one.in} ${one.name}`, one])).values()];
  const operation: Operation = {
    ...extensionsOf(own),
    id: operationId ?? `${method.toUpperCase()} ${path}`,
    method,
    path,
    summary: node["summary"] ?? "",
    description: node["description"] ?? "",
    tags: node["tags"] ?? [],
    deprecated: node["deprecated"] ?? false,
    externalDocs: externalDocs && { description: "", ...externalDocs },
    security: node["security"] ?? security,
    servers: serversOf(node["servers"] ?? item["servers"], resolver),
    idempotent: node["x-idempotent"] ?? isIdempotent(method, parameters),
    parameters,
    body: requestBody && bodyOf(requestBody, resolver),
    responses: Object.entries(node["responses"] ?? {}).map(([status, one]) =>
      responseOf(status, one, resolver),
    ),
    callbacks: node["callbacks"] ?? {},
  };
  return resolver.stand(operation, node);
}

/** RFC 9110, 9.2.2; a key lets the server tell a repeated request from a new one. */
const isIdempotent = (method: Method, parameters: Parameter[]): boolean =>
  !["post", "patch"].includes(method) ||
  parameters.some((one) => one.in === "header" && one.name.toLowerCase() === "idempotency-key");

const serversOf = (servers: Node[] = [], resolver: Resolver): Server[] =>
  servers.map((node) =>
    resolver.stand({ description: "", variables: {}, ...(node as Partial<Server>) } as Server, node),
  );

function parameterOf(reference: unknown, resolver: Resolver): Parameter {
  const node: Node = resolver.follow(reference);
  const style = node["style"] ?? (node["in"] === "query" || node["in"] === "cookie" ? "form" : "simple");
  const parameter: Parameter = {
    ...extensionsOf(node),
    ...describedOf(node, style, resolver),
    name: node["name"],
    in: node["in"],
    required: node["required"] ?? false,
    allowReserved: node["allowReserved"] ?? false,
    examples: [],
  };
  parameter.examples = Object.values(examplesOf(node, parameter.schema, resolver)).map(({ value }) => value);
  return resolver.stand(parameter, node);
}

function headerOf(name: string, reference: unknown, resolver: Resolver): Header {
  const node: Node = resolver.follow(reference);
  const header = { ...extensionsOf(node), name, required: node["required"] ?? false };
  return resolver.stand({ ...header, ...describedOf(node, "simple", resolver) }, node);
}

/** What a parameter and a header have in common. */
function describedOf(node: Node, style: string, resolver: Resolver) {
  const [mediaType, content]: [string?, Node?] = Object.entries<Node>(node["content"] ?? {})[0] ?? [];
  return {
    description: node["description"] ?? "",
    deprecated: node["deprecated"] ?? false,
    style,
    explode: node["explode"] ?? style === "form",
    schema: resolver.schema(content ? content["schema"] : node["schema"], node),
    mediaType,
  };
}

function bodyOf(reference: unknown, resolver: Resolver): Body {
  const node: Node = resolver.follow(reference);
  const body: Body = {
    ...extensionsOf(node),
    description: node["description"] ?? "",
    required: node["required"] ?? false,
    contents: contentsOf(node["content"], resolver),
  };
  return resolver.stand(body, node);
}

function responseOf(status: string, reference: unknown, resolver: Resolver): Response {
  const node: Node = resolver.follow(reference);
  const response: Response = {
    ...extensionsOf(node),
    status,
    description: node["description"] ?? "",
    headers: Object.entries(node["headers"] ?? {}).map(([name, one]) => headerOf(name, one, resolver)),
    contents: contentsOf(node["content"], resolver),
    links: node["links"] ?? {},
  };
  return resolver.stand(response, node);
}

function contentsOf(contents: Record<string, Node> = {}, resolver: Resolver): Content[] {
  const made = Object.entries(contents).map(([mediaType, reference]): Content => {
    const node: Node = resolver.follow(reference);
    const schema = resolver.schema(node["schema"], node);
    const content = {
      ...extensionsOf(node),
      mediaType,
      schema,
      examples: examplesOf(node, schema, resolver),
      encoding: node["encoding"] ?? {},
    };
    return resolver.stand(content, node);
  });
  return made.toSorted((one, other) => Number(isJson(other.mediaType)) - Number(isJson(one.mediaType)));
}

/** Whether a media type is that of JSON, such as `application/problem+json; charset=utf-8`. */
export const isJson = (mediaType: string): boolean =>
  /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(mediaType);

/** The documented values by name: those of a parameter or a media type, else those of its schema. */
function examplesOf(node: Node, schema: Schema, resolver: Resolver): Record<string, Example> {
  if (node["examples"])
    return mapped(node["examples"], (reference) => {
      const example: Node = resolver.follow(reference);
      return resolver.stand({ summary: "", description: "", value: undefined, ...example }, example);
    });
  const values = "example" in node ? [node["example"]] : (schema.examples ?? []);
  return Object.fromEntries(
    values.map((value, index) => [
      index === 0 ? "example" : `example_${index + 1}`,
      resolver.stand({ summary: "", description: "", value }, node),
    ]),
  );
}

const extensionsOf = (node: Node): Record<`x-${string}`, unknown> =>
  Object.fromEntries(Object.entries(node).filter(([key]) => key.startsWith("x-")));

const mapped = <Made>(
  nodes: Record<string, Node> | undefined,
  make: (node: Node) => Made,
): Record<string, Made> =>
  Object.fromEntries(Object.entries(nodes ?? {}).map(([name, node]) => [name, make(node)]));
