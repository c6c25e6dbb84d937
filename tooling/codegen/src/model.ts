import type {
  Oas3_1Schema,
  Oas3Encoding,
  Oas3ExternalDocs,
  Oas3Info,
  Oas3Server,
  Oas3Tag,
} from "@redocly/openapi-core";

/** The API as every room of the repository reads it: checked, in one piece, with each `$ref` followed. */
export interface Api {
  info: Oas3Info & { summary: string; description: string };
  /** URL of the documentation site (`externalDocs`). Ends in a slash; empty if the document has none. */
  site: string;
  servers: Server[];
  tags: (Oas3Tag & { description: string })[];
  securitySchemes: Record<string, SecurityScheme>;
  /** Security of the whole API, which holds where an operation has none of its own. */
  security: SecurityRequirement[];
  /** Schemas of `components` by name. */
  schemas: Record<string, Schema>;
  operations: Operation[];
  /** Requests that the server sends on its own. Their paths are their names. */
  webhooks: Operation[];
  /** The OpenAPI document in one piece, with `$ref`s to `#/components` only; for tools that read OpenAPI. */
  document: Document;
  /** {@link Api.document} as JSON: the text of `@qoder/work-mock/openapi.json`. */
  json: string;
  /** The first 12 digits of the SHA-256 of {@link Api.json}. */
  hash: string;
  /** Problems that do not keep the document from being used, each with file, line and code frame. */
  warnings: string[];
  /** Name of the component that a schema comes from; undefined if it is written where it is used. */
  nameOf(schema: Schema): string | undefined;
  /** The schema that one with a `$ref` points to, if there are only texts beside the `$ref`. */
  targetOf(schema: Schema): Schema | undefined;
  /** Whether a `$ref` leads to a schema, so that several places can share it. */
  isReferred(schema: Schema): boolean;
  /**
   * Finds where a node of this model is written, or the value at a path of keys in it, as far as that is there.
   *
   * @throws {Error} if `node` is not of this model
   */
  where(node: object, ...path: (string | number)[]): Place;
}

export interface Place {
  /** Path from the parent of the document's folder, with `/`, such as `spec/components/schemas/WorkItem.yaml`. */
  file: string;
  line: number;
  column: number;
}

export type Document = Record<string, unknown>;
/** A node of a document, whose structure the lint has checked. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler does not know the structure
export type Node = Record<string, any>;
type Extensions = { [extension: `x-${string}`]: unknown };

export type Server = Required<Pick<Oas3Server, "url" | "description" | "variables">> & Extensions;

export interface SecurityScheme extends Extensions {
  type: string;
  description: string;
  /** The scheme of type `http`, such as `bearer`. */
  scheme?: string;
  /** The name of the header, query parameter or cookie of type `apiKey`. */
  name?: string;
  in?: string;
}

/** Schemes that are needed together, with their scopes. An empty object allows a call without credentials. */
export type SecurityRequirement = Record<string, string[]>;

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

export interface Operation extends Extensions {
  /**
   * Name of the client's method: `operationId`, where `-`, `/`, `.`, `:` and `#` join words to one, as in `repos/get-all`, which
   * is `reposGetAll`. Without an `operationId` it comes from method and path, as in `getUsersById`.
   */
  id: string;
  /** As it is written. */
  operationId?: string;
  method: (typeof methods)[number];
  path: string;
  summary: string;
  description: string;
  tags: string[];
  deprecated: boolean;
  externalDocs?: Oas3ExternalDocs;
  security: SecurityRequirement[];
  /** Servers of the operation or of its path; empty where those of the API hold. */
  servers: Server[];
  /** Whether a call may be repeated: `x-idempotent`, else what HTTP says of the method. */
  idempotent: boolean;
  /**
   * Parameters of the path and of the operation, which replaces one of the path with the same name and place; without the
   * headers that OpenAPI tells to ignore: Accept, Content-Type and Authorization.
   */
  parameters: Parameter[];
  body?: Body | undefined;
  responses: Response[];
  /** Requests that the server sends later. Their paths are names and expressions. */
  callbacks: Operation[];
}

/** A response header, or what it has in common with a parameter. */
export interface Header extends Extensions {
  name: string;
  description: string;
  required: boolean;
  deprecated: boolean;
  style: string;
  explode: boolean;
  schema: Schema;
  /** Set if it is described by `content` instead of `schema`. */
  mediaType?: string;
  /** Documented values: its own, else those of its schema. */
  examples: unknown[];
}

export interface Parameter extends Header {
  in: "path" | "query" | "header" | "cookie";
  allowReserved: boolean;
}

export interface Body extends Extensions {
  description: string;
  required: boolean;
  /** By preference: JSON comes first. */
  contents: Content[];
}

export interface Response extends Extensions {
  /** Such as `200`, `4XX` or `default`. */
  status: string;
  description: string;
  headers: Header[];
  /** By preference: JSON comes first. Empty where the response has no body. */
  contents: Content[];
  links: Record<string, unknown>;
}

export interface Content extends Extensions {
  mediaType: string;
  schema: Schema;
  /** Documented bodies by name. */
  examples: Record<string, Example>;
  encoding: Record<string, Oas3Encoding>;
}

export interface Example extends Extensions {
  summary: string;
  description: string;
  value: unknown;
}

/** Keywords whose value is a schema, a list of schemas, and schemas by name. */
export const holders = {
  one: [
    ...(["additionalProperties", "contains", "contentSchema", "else", "if", "items", "not"] as const),
    ...(["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"] as const),
  ],
  many: ["allOf", "anyOf", "oneOf", "prefixItems"] as const,
  named: ["properties", "patternProperties", "dependentSchemas"] as const,
};
type Holder<Kind extends keyof typeof holders> = (typeof holders)[Kind][number];

/**
 * A JSON Schema of 2020-12. Each `$ref` is replaced by its target, so that the graph may be cyclic; each `allOf` is
 * merged into its schema as far as that says the same; `true` is `{}` and `false` is `{ not: {} }`.
 */
export type Schema = Omit<Oas3_1Schema, "$ref" | "$defs" | Holder<keyof typeof holders>> &
  Extensions & {
    [keyword in Holder<"one">]?: Schema;
  } & { [keyword in Holder<"many">]?: Schema[] } & {
    [keyword in Holder<"named">]?: Record<string, Schema>;
  } & {
    "x-enumDescriptions"?: Record<string, string>;
    /** `tags`: the values that lead to each alternative; none to one that has no name. */
    discriminator?: { tags?: string[][] };
  };
