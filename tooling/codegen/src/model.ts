/** The API as every room of the repository reads it: checked, in one piece, with each `$ref` followed. */
export interface Api {
  info: Info;
  /** Where the documentation site is published (`externalDocs`). Ends in a slash; empty if the document does not say. */
  site: string;
  servers: Server[];
  tags: { name: string; description: string }[];
  securitySchemes: Record<string, SecurityScheme>;
  /** Security of the whole API, which holds where an operation has none of its own. */
  security: SecurityRequirement[];
  /** Schemas of `components` by name. */
  schemas: Record<string, Schema>;
  operations: Operation[];
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
  /**
   * Where a node of this model, or the value under one of its keys, is written.
   *
   * @throws {Error} if `node` is not of this model
   */
  where(node: object, key?: string | number): Place;
}

export interface Place {
  /** From the parent of the document's folder, with `/`, such as `spec/components/schemas/WorkItem.yaml`. */
  file: string;
  line: number;
  column: number;
}

export type Document = Record<string, unknown>;
/** `x-…` keywords, as they are written. */
type Extensions = { [extension: `x-${string}`]: unknown };

export interface Info extends Extensions {
  title: string;
  version: string;
  summary: string;
  description: string;
}

export interface Server extends Extensions {
  url: string;
  description: string;
  variables: Record<string, { default: string; enum?: string[]; description?: string }>;
}

export interface SecurityScheme extends Extensions {
  type: string;
  description: string;
  /** Of `http`, such as `bearer`. */
  scheme?: string;
  /** Of `apiKey`: the name of the header, query parameter or cookie. */
  name?: string;
  in?: string;
}

/** Schemes that are needed together, with their scopes. An empty object allows a call without credentials. */
export type SecurityRequirement = Record<string, string[]>;

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
export type Method = (typeof methods)[number];

export interface Operation extends Extensions {
  /** `operationId`, which is the name of the client's method; `METHOD /path` where the document has none. */
  id: string;
  method: Method;
  path: string;
  summary: string;
  description: string;
  tags: string[];
  deprecated: boolean;
  externalDocs?: { description: string; url: string } | undefined;
  security: SecurityRequirement[];
  /** Servers of the operation or of its path; empty where those of the API hold. */
  servers: Server[];
  /** Whether a call may be repeated: `x-idempotent`, else what HTTP says of the method. */
  idempotent: boolean;
  /** Those of the path and of the operation, which replaces one of the path with the same name and place. */
  parameters: Parameter[];
  body?: Body | undefined;
  responses: Response[];
  callbacks: Record<string, unknown>;
}

export interface Parameter extends Extensions {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  description: string;
  required: boolean;
  deprecated: boolean;
  style: string;
  explode: boolean;
  allowReserved: boolean;
  schema: Schema;
  /** Of a parameter that is described by `content` instead of `schema`. */
  mediaType?: string | undefined;
  /** Documented values: those of the parameter, else those of its schema. */
  examples: unknown[];
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
  encoding: Record<string, unknown>;
}

export interface Example extends Extensions {
  summary: string;
  description: string;
  value: unknown;
}

export interface Header extends Omit<Parameter, "in" | "allowReserved" | "examples"> {}

/**
 * A JSON Schema of 2020-12. Every `$ref` is replaced by its target, so that the graph may be cyclic, and an `allOf` is
 * merged into the schema that has it as far as that says the same.
 */
export interface Schema extends Extensions {
  title?: string;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  deprecated?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
  "x-enumDescriptions"?: Record<string, string>;

  pattern?: string;
  minLength?: number;
  maxLength?: number;
  contentEncoding?: string;
  contentMediaType?: string;
  contentSchema?: Schema;

  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;

  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  /** `{}` allows others of any kind, `{ not: {} }` none. */
  additionalProperties?: Schema;
  unevaluatedProperties?: Schema;
  propertyNames?: Schema;
  required?: string[];
  minProperties?: number;
  maxProperties?: number;
  dependentRequired?: Record<string, string[]>;
  dependentSchemas?: Record<string, Schema>;

  items?: Schema;
  prefixItems?: Schema[];
  unevaluatedItems?: Schema;
  contains?: Schema;
  minContains?: number;
  maxContains?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;

  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  xml?: unknown;
}
