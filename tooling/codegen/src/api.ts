import { isJson } from "./media-type.ts";
import {
  type Api,
  type Body,
  type Content,
  type Document,
  type Example,
  type Header,
  methods,
  type Operation,
  type Parameter,
  type Response,
  type Schema,
  type SecurityRequirement,
  type SecurityScheme,
  type Server,
} from "./model.ts";
import type { Resolver } from "./resolve.ts";

/** A node of a document, whose structure the lint has checked. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler does not know the structure
type Node = Record<string, any>;
type Nodes = Record<string, Node>;

/** The part of the model that follows from a document alone. */
export type Contents = Omit<Api, "json" | "hash" | "warnings" | "where">;

/** Makes the model of a document. */
export class ModelMaker {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  api(document: Document): Contents {
    const {
      info,
      externalDocs,
      servers,
      tags = [],
      security = [],
      components = {},
      paths = {},
      webhooks = {},
    }: Node = document;
    const schemas = this.#resolver.schemas(components["schemas"]);
    return {
      info: { summary: "", description: "", ...info },
      site: externalDocs?.url.replace(/\/?$/, "/") ?? "",
      servers: this.#servers(servers),
      tags: tags.map((tag: Node) => this.#made(tag, { description: "", ...tag })),
      securitySchemes: this.#mapped<SecurityScheme>(components["securitySchemes"], { description: "" }),
      security,
      schemas,
      operations: this.#operations(paths, security),
      webhooks: this.#operations(webhooks, []),
      document,
      nameOf: this.#resolver.nameOf,
      targetOf: this.#resolver.targetOf,
    };
  }

  #operations(items: Nodes, security: SecurityRequirement[], prefix = ""): Operation[] {
    const paths = Object.entries(items).filter(([path]) => !path.startsWith("x-"));
    return paths.flatMap(([path, item]) => this.#operationsOf(prefix + path, item, security));
  }

  #operationsOf(path: string, reference: Node, security: SecurityRequirement[]): Operation[] {
    const item = this.#follow(reference);
    const found = methods.filter((method) => item[method]);
    return found.map((method) => {
      const { requestBody, ...node } = this.#follow(item[method]);
      const listed = [...(item["parameters"] ?? []), ...(node["parameters"] ?? [])]
        .map(this.#parameter)
        .filter(({ in: place, name }) => place !== "header" || !ignored.test(name));
      // One of the operation replaces that of the path with the same name, in its place.
      const parameters = [...new Map(listed.map((one) => [`${one.in} ${one.name}`, one])).values()];
      return this.#made(item[method], {
        summary: "",
        description: "",
        tags: [],
        deprecated: false,
        security,
        ...node,
        id: idOf(node["operationId"] ?? `${method}${path.replaceAll("/{", "/by/{").replaceAll(/[{}]/g, "")}`),
        method,
        path,
        servers: this.#servers(node["servers"] ?? item["servers"]),
        idempotent: node["x-idempotent"] ?? isIdempotent(method, parameters),
        parameters,
        callbacks: Object.entries<Node>(node["callbacks"] ?? {}).flatMap(([name, callback]) =>
          this.#operations(this.#follow(callback), [], `${name} `),
        ),
        body: requestBody && this.#body(requestBody),
        responses: Object.entries<Node>(node["responses"] ?? {}).map((entry) => this.#response(...entry)),
      });
    });
  }

  #servers = (servers: Node[] = []): Server[] =>
    servers.map((node) => this.#made(node, { description: "", variables: {}, ...node }));

  #parameter = (reference: Node): Parameter => {
    const node = this.#follow(reference);
    const style = /query|cookie/.test(node["in"]) ? "form" : "simple";
    return this.#made(node, { allowReserved: false, ...this.#described(node, style) });
  };

  /** The common part of a parameter and a header. */
  #described({ content, example, ...node }: Node, style: string): Omit<Header, "name"> {
    const [mediaType, media = node] = Object.entries<Node>(content ?? {})[0] ?? [];
    const schema = this.#resolver.schema(media["schema"], node);
    const used = node["style"] ?? style;
    return {
      description: "",
      required: false,
      deprecated: false,
      explode: used === "form",
      ...node,
      style: used,
      schema,
      ...(mediaType !== undefined && { mediaType }),
      examples: Object.values(this.#examples({ example, ...node }, schema)).map(({ value }) => value),
    };
  }

  #body(reference: Node): Body {
    const { content, ...node } = this.#follow(reference);
    return this.#made(reference, {
      description: "",
      required: false,
      ...node,
      contents: this.#contents(content),
    });
  }

  #response(status: string, reference: Node): Response {
    const { content, headers = {}, ...node } = this.#follow(reference);
    return this.#made(reference, {
      description: "",
      links: {},
      ...node,
      status,
      headers: Object.entries<Node>(headers).map(([name, header]) =>
        this.#made<Header>(header, { ...this.#described(this.#follow(header), "simple"), name }),
      ),
      contents: this.#contents(content),
    });
  }

  #contents(contents: Nodes = {}): Content[] {
    const made = Object.entries(contents).map(([mediaType, reference]) => {
      const { example: _, ...node } = this.#follow(reference);
      const schema = this.#resolver.schema(node["schema"], reference);
      const examples = this.#examples(this.#follow(reference), schema);
      return this.#made<Content>(reference, { encoding: {}, ...node, mediaType, schema, examples });
    });
    return made.toSorted((one, other) => Number(isJson(other.mediaType)) - Number(isJson(one.mediaType)));
  }

  /** The documented values by name: those of a parameter or a media type, else those of its schema. */
  #examples(node: Node, schema: Schema): Record<string, Example> {
    const texts = { summary: "", description: "" };
    if (node["examples"]) return this.#mapped<Example>(node["examples"], { ...texts, value: undefined });
    const values = node["example"] === undefined ? (schema.examples ?? []) : [node["example"]];
    return Object.fromEntries(
      values.map((value, index) => {
        const name = index === 0 ? "example" : `example_${index + 1}`;
        return [name, this.#made<Example>(node, { ...texts, value })];
      }),
    );
  }

  #mapped<Made extends object>(nodes: Nodes = {}, defaults: Partial<Made>): Record<string, Made> {
    const entries = Object.entries(nodes);
    return Object.fromEntries(
      entries.map(([name, node]) => [name, this.#made<Made>(node, { ...defaults, ...this.#follow(node) })]),
    );
  }

  #follow = (reference: unknown): Node => this.#resolver.follow(reference);

  /** A node of the model, which stands for one of the document. */
  #made = <Made extends object>(reference: Node, made: object): Made =>
    this.#resolver.stand(made as Made, this.#resolver.follow(reference));
}

/** Header parameters without a meaning (https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-for-use-with-schema). */
const ignored = /^(accept|content-type|authorization)$/i;

/** One identifier of several words. */
const idOf = (text: string): string =>
  /^[\w$]+([-/.:#]+[\w$]+)*[-/.:#]*$/.test(text)
    ? text.replaceAll(/[-/.:#]+(.?)/g, (_, letter: string) => letter.toUpperCase())
    : text;

/** As in RFC 9110, 9.2.2; and a key lets the server tell a repeated request from a new one. */
const isIdempotent = (method: Operation["method"], parameters: Parameter[]): boolean =>
  !["post", "patch"].includes(method) ||
  parameters.some((one) => one.in === "header" && one.name.toLowerCase() === "idempotency-key");
