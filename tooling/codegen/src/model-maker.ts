import { isJson } from "./media-type.ts";
import {
  type Api,
  type Body,
  type Content,
  type Example,
  type Header,
  methods,
  type Node,
  type Operation,
  type Parameter,
  type Response,
  type Schema,
  type SecurityScheme,
  type Server,
} from "./model.ts";
import { stand } from "./origins.ts";
import { regExpOf } from "./patterns.ts";
import { Resolver } from "./resolve.ts";

const texts = { summary: "", description: "" };

/** Makes the model of a document. */
export class ModelMaker extends Resolver {
  /** The part of the model that follows from a document alone. */
  api(): Omit<Api, "json" | "hash" | "warnings" | "where"> {
    const { tags = [], security = [], components = {}, ...node }: Node = this.document;
    return {
      info: { ...texts, ...node["info"] },
      site: node["externalDocs"]?.url.replace(/\/?$/, "/") ?? "",
      servers: this.#servers(node["servers"]),
      tags: tags.map((tag: Node) => this.#node(tag, { description: "" })),
      securitySchemes: this.#mapped<SecurityScheme>(components.securitySchemes, { description: "" }),
      security,
      schemas: this.schemas(components.schemas),
      operations: this.#operations(node["paths"], security),
      webhooks: this.#operations(node["webhooks"], []),
      document: this.document,
      nameOf: this.nameOf,
      targetOf: this.targetOf,
      isReferred: this.isReferred,
    };
  }

  #operations(items: Node = {}, security: Api["security"], prefix = ""): Operation[] {
    const paths = Object.entries<Node>(items).filter(([path]) => !path.startsWith("x-"));
    return paths.flatMap(([path, reference]) => {
      const item = this.follow(reference);
      const found = methods.filter((method) => item[method]);
      return found.map((method) => this.#operation(method, prefix + path, item, security));
    });
  }

  #operation(method: Operation["method"], path: string, item: Node, security: Api["security"]): Operation {
    const node = this.follow(item[method]);
    const listed = [...(item["parameters"] ?? []), ...(node["parameters"] ?? [])]
      .map((one) => this.#described<Parameter>(one, { allowReserved: false }))
      // These have no meaning (https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-for-use-with-schema).
      .filter((one) => one.in !== "header" || !/^(accept|content-type|authorization)$/i.test(one.name));
    // One of the operation replaces that of the path with the same name, in its place.
    const parameters = [...new Map(listed.map((one) => [`${one.in} ${one.name}`, one])).values()];
    const { requestBody } = node;
    const body = requestBody && this.#withContents<Body>(requestBody, { description: "", required: false });
    const usual = `${method}${path.replaceAll("/{", "/by/{").replaceAll(/[^\w$]+/g, "/")}`;
    const name: string = node["operationId"] ?? usual;
    const isOfWords = /^[\w$]+([-/.:#]+[\w$]+)*[-/.:#]*$/.test(name);
    const own = {
      id: isOfWords ? name.replaceAll(/[-/.:#]+(.?)/g, (_, letter) => letter.toUpperCase()) : name,
      method,
      path,
      servers: this.#servers(node["servers"] ?? item["servers"]),
      // As in RFC 9110, 9.2.2.
      idempotent:
        node["x-idempotent"] ?? (!/^(post|patch)$/.test(method) || parameters.some(isIdempotencyKey)),
      parameters,
      callbacks: this.#entries(node, "callbacks").flatMap(([key, callback]) =>
        this.#operations(this.follow(callback), [], `${key} `),
      ),
      // `fetch` sends none with GET and HEAD, so one that is optional is left out.
      body: body?.required || !/^(get|head)$/.test(method) ? body : undefined,
      responses: this.#entries(node, "responses").map((entry) => this.#response(...entry)),
    };
    return this.#node(node, { ...texts, tags: [], deprecated: false, security }, own);
  }

  #servers = (servers: Node[] = []): Server[] =>
    servers.map((node) => this.#node<Server>(node, { description: "", variables: {} }));

  /** A parameter or a header. */
  #described<Made extends Header>(reference: Node, defaults: Partial<Made>): Made {
    const node = this.follow(reference);
    const [[mediaType, media] = [undefined, node]] = this.#entries(node, "content");
    const schema = this.schema(media["schema"], node);
    const examples = Object.values(this.#examples(node, schema)).map(({ value }) => value);
    const style = node["style"] ?? (/query|cookie/.test(node["in"]) ? "form" : "simple");
    const usual = { description: "", required: false, deprecated: false, style, explode: style === "form" };
    const own = { schema, examples, ...(mediaType !== undefined && { mediaType }) };
    return this.#node(node, { ...usual, ...defaults }, own);
  }

  #response(status: string, reference: Node): Response {
    const headers = this.#entries(reference, "headers").map(([name, header]) =>
      this.#described<Header>(header, { name }),
    );
    const links = this.#entries(reference, "links").map(([name, link]) => [name, this.follow(link)]);
    const own = { status, headers, links: Object.fromEntries(links) };
    return this.#withContents<Response>(reference, { description: "" }, own);
  }

  /** A body or a response. */
  #withContents<Made extends Body | Response>(reference: Node, defaults: object, own: object = {}): Made {
    const contents = this.#entries(reference, "content").map(([mediaType, media]): Content => {
      const schema = this.schema(this.follow(media)["schema"], media);
      const examples = this.#examples(media, schema);
      return this.#node(media, { encoding: {} }, { mediaType, schema, examples });
    });
    const rank = ({ mediaType }: Content) => Number(isJson(mediaType));
    const ordered = contents.toSorted((one, other) => rank(other) - rank(one));
    return this.#node(reference, defaults, { ...own, contents: ordered });
  }

  /** The documented values by name: those of a parameter or a media type, else those of its schema. */
  #examples(reference: Node, schema: Schema): Record<string, Example> {
    const node = this.follow(reference);
    if (node["examples"]) return this.#mapped<Example>(node["examples"], { ...texts, value: undefined });
    const values = "example" in node ? [node["example"]] : (schema.examples ?? []);
    const named = values.map((value, index) => {
      const name = index === 0 ? "example" : `example_${index + 1}`;
      return [name, stand<Example>({ ...texts, value }, node)];
    });
    return Object.fromEntries(named);
  }

  #mapped<Made extends object>(nodes: Node = {}, defaults: Partial<Made>): Record<string, Made> {
    return Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => [name, this.#node(node, defaults)]),
    );
  }

  #entries = (reference: Node, keyword: string): [name: string, node: Node][] =>
    Object.entries(this.follow(reference)[keyword] ?? {});

  /** Makes a node of the model: the keys of the document's node, over the defaults, and under those in `own`. */
  #node<Made extends object>(reference: Node, defaults: object, own: object = {}): Made {
    const node = this.follow(reference);
    const { content: _, example: __, requestBody: ___, ...kept } = node;
    return stand({ ...defaults, ...kept, ...own } as Made, node);
  }
}

/** The URL of a server, with the defaults of its variables. */
export const filledUrl = ({ url, variables }: Pick<Server, "url" | "variables">): string =>
  url.replaceAll(/\{(.+?)\}/g, (whole, name) => variables[name]?.default ?? whole);

/** Whether a parameter is the header `Idempotency-Key` and allows the UUID that the client sends unless it is given. */
export const isIdempotencyKey = ({ in: place, name, schema: { maxLength = 36, pattern = "" } }: Parameter) =>
  place === "header" &&
  /^idempotency-key$/i.test(name) &&
  maxLength >= 36 &&
  regExpOf(pattern).test("0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10");
