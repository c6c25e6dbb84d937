import { isJson } from "./media-type.ts";
import {
  type Api,
  type Body,
  type Content,
  type Example,
  type Header,
  methods,
  type Operation,
  type Parameter,
  type Response,
  type Schema,
  type SecurityScheme,
  type Server,
} from "./model.ts";
import { stand } from "./origins.ts";
import { regExpOf } from "./patterns.ts";
import { type Node, Resolver } from "./resolve.ts";

type Nodes = Record<string, Node>;

/** The part of the model that follows from a document alone. */
export type Contents = Omit<Api, "json" | "hash" | "warnings" | "where">;

const texts = { summary: "", description: "" };

/** Makes the model of a document. */
export class ModelMaker extends Resolver {
  api(): Contents {
    const { tags = [], security = [], components = {}, ...node }: Node = this.document;
    return {
      info: { ...texts, ...node["info"] },
      site: node["externalDocs"]?.url.replace(/\/?$/, "/") ?? "",
      servers: this.#servers(node["servers"]),
      tags: tags.map((tag: Node) => this.#made(tag, { description: "", ...tag })),
      securitySchemes: this.#mapped<SecurityScheme>(components["securitySchemes"], { description: "" }),
      security,
      schemas: this.schemas(components["schemas"]),
      operations: this.#operations(node["paths"], security),
      webhooks: this.#operations(node["webhooks"], []),
      document: this.document,
      nameOf: this.nameOf,
      targetOf: this.targetOf,
    };
  }

  #operations(items: Nodes = {}, security: Api["security"], prefix = ""): Operation[] {
    const paths = Object.entries(items).filter(([path]) => !path.startsWith("x-"));
    return paths.flatMap(([path, reference]) => {
      const item = this.follow(reference);
      const found = methods.filter((method) => item[method]);
      return found.map((method) => this.#operation(method, prefix + path, item, security));
    });
  }

  #operation(method: Operation["method"], path: string, item: Node, security: Api["security"]): Operation {
    const { requestBody, ...node } = this.follow(item[method]);
    const listed = [...(item["parameters"] ?? []), ...(node["parameters"] ?? [])]
      .map(this.#parameter)
      .filter(({ in: place, name }) => place !== "header" || !ignored.test(name));
    // One of the operation replaces that of the path with the same name, in its place.
    const parameters = [...new Map(listed.map((one) => [`${one.in} ${one.name}`, one])).values()];
    const body = requestBody && this.#withContents<Body>(requestBody, { description: "", required: false });
    return this.#made(item[method], {
      ...texts,
      tags: [],
      deprecated: false,
      security,
      ...node,
      id: idOf(
        node["operationId"] ?? `${method}${path.replaceAll("/{", "/by/{").replaceAll(/[^\w$]+/g, "/")}`,
      ),
      method,
      path,
      servers: this.#servers(node["servers"] ?? item["servers"]),
      idempotent: node["x-idempotent"] ?? isIdempotent(method, parameters),
      parameters,
      callbacks: Object.entries<Node>(node["callbacks"] ?? {}).flatMap(([name, callback]) =>
        this.#operations(this.follow(callback), [], `${name} `),
      ),
      // `fetch` sends none with GET and HEAD, so one that is optional is left out.
      body: body?.required || !/^(get|head)$/.test(method) ? body : undefined,
      responses: Object.entries<Node>(node["responses"] ?? {}).map((entry) => this.#response(...entry)),
    });
  }

  #servers = (servers: Node[] = []): Server[] =>
    servers.map((node) => this.#made(node, { description: "", variables: {}, ...node }));

  #parameter = (reference: Node): Parameter => {
    const node = this.follow(reference);
    const style = /query|cookie/.test(node["in"]) ? "form" : "simple";
    return this.#described<Parameter>(node, { style, allowReserved: false });
  };

  /** A parameter or a header. */
  #described<Made extends Header>(reference: Node, defaults: Partial<Made>): Made {
    const { content, example: _, ...node } = this.follow(reference);
    const [mediaType, media = node] = Object.entries<Node>(content ?? {})[0] ?? [];
    const schema = this.schema(media["schema"], node);
    const style = node["style"] ?? defaults.style;
    return this.#made(reference, {
      description: "",
      required: false,
      deprecated: false,
      ...defaults,
      explode: style === "form",
      ...node,
      schema,
      ...(mediaType !== undefined && { mediaType }),
      examples: Object.values(this.#examples(reference, schema)).map(({ value }) => value),
    });
  }

  #response(status: string, reference: Node): Response {
    const headers = Object.entries<Node>(this.follow(reference)["headers"] ?? {}).map(([name, header]) =>
      this.#described<Header>(header, { style: "simple", name }),
    );
    return this.#withContents(reference, { description: "", links: {} }, { status, headers });
  }

  /** A body or a response. */
  #withContents<Made extends Body | Response>(reference: Node, defaults: object, own: object = {}): Made {
    const { content = {}, ...node } = this.follow(reference);
    const contents = Object.entries<Node>(content).map((entry) => this.#content(...entry));
    const isFirst = ({ mediaType }: Content) => Number(isJson(mediaType));
    const ordered = contents.toSorted((one, other) => isFirst(other) - isFirst(one));
    return this.#made(reference, { ...defaults, ...node, ...own, contents: ordered });
  }

  #content(mediaType: string, reference: Node): Content {
    const { example: _, ...node } = this.follow(reference);
    const schema = this.schema(node["schema"], reference);
    const examples = this.#examples(reference, schema);
    return this.#made(reference, { encoding: {}, ...node, mediaType, schema, examples });
  }

  /** The documented values by name: those of a parameter or a media type, else those of its schema. */
  #examples(reference: Node, schema: Schema): Record<string, Example> {
    const { example, examples } = this.follow(reference);
    if (examples) return this.#mapped<Example>(examples, { ...texts, value: undefined });
    const values = example === undefined ? (schema.examples ?? []) : [example];
    const named = values.map((value, index) => {
      const name = index === 0 ? "example" : `example_${index + 1}`;
      return [name, this.#made<Example>(reference, { ...texts, value })];
    });
    return Object.fromEntries(named);
  }

  #mapped<Made extends object>(nodes: Nodes = {}, defaults: Partial<Made>): Record<string, Made> {
    const made = Object.entries(nodes).map(([name, node]) => [
      name,
      this.#made<Made>(node, { ...defaults, ...this.follow(node) }),
    ]);
    return Object.fromEntries(made);
  }

  /** A node of the model, which stands for one of the document. */
  #made = <Made extends object>(reference: Node, made: object): Made =>
    stand(made as Made, this.follow(reference));
}

/** The URL of a server, with the defaults of its variables. */
export const filledUrl = ({ url, variables }: Pick<Server, "url" | "variables">): string =>
  url.replaceAll(/\{(.+?)\}/g, (whole, name) => variables[name]?.default ?? whole);

/** Header parameters without a meaning (https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-for-use-with-schema). */
const ignored = /^(accept|content-type|authorization)$/i;

/** One identifier of several words. */
const idOf = (text: string): string =>
  /^[\w$]+([-/.:#]+[\w$]+)*[-/.:#]*$/.test(text)
    ? text.replaceAll(/[-/.:#]+(.?)/g, (_, letter: string) => letter.toUpperCase())
    : text;

/** A header by which a server tells a repeated request from a new one. The client makes one where none is given: a UUID. */
export const isKey = ({ in: place, name, schema: { maxLength = 36, pattern = "" } }: Parameter): boolean =>
  place === "header" &&
  /^idempotency-key$/i.test(name) &&
  maxLength >= 36 &&
  regExpOf(pattern).test("0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10");

/** As in RFC 9110, 9.2.2. */
const isIdempotent = (method: Operation["method"], parameters: Parameter[]): boolean =>
  !["post", "patch"].includes(method) || parameters.some(isKey);
