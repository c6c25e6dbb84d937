import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundle, loadConfig, type Oas3_1Schema, type Oas3Parameter } from "@redocly/openapi-core";

export const specFile = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
export const configFile = fileURLToPath(new URL("../redocly.yaml", import.meta.url));

export type Schema = Omit<Oas3_1Schema, "properties" | "items" | "allOf" | "oneOf" | "anyOf"> & {
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  "x-enumDescriptions"?: Record<string, string>;
};

export interface Parameter extends Oas3Parameter<Schema> {
  schema: Schema;
}

export interface Sample {
  lang: string;
  label: string;
  source: string;
}

export interface Example {
  summary: string;
  value: Record<string, unknown>;
}

/** What a status answers: a lint rule demands examples, the generator allows only JSON. */
export interface Answer {
  status: string;
  description: string;
  schema: Schema;
  examples: Record<string, Example>;
}

export interface Operation {
  id: string;
  tag: string;
  summary: string;
  description: string;
  deprecated: boolean;
  path: string;
  parameters: Parameter[];
  success: Answer;
  errors: Answer[];
  samples: Sample[];
  related?: { description: string; url: string } | undefined;
}

/** The API as the docs show it, without `$ref`s. */
export interface Api {
  title: string;
  version: string;
  summary: string;
  description: string;
  /** Where the site is published. Ends in a slash. */
  site: string;
  servers: { url: string; description: string }[];
  /** How a caller proves who it is, in Markdown. */
  authentication: string;
  operations: Operation[];
  /** The document in one file, as it is offered for download. */
  document: object;
}

/** Reads the spec at `file`, with the code samples that the docs add to it. */
export async function loadApi(file = specFile): Promise<Api> {
  const config = await loadConfig({ configPath: configFile });
  const load = async (dereference: boolean) =>
    (await bundle({ ref: file, config, dereference })).bundle.parsed as Document;
  const { info, externalDocs, servers, paths, components } = await load(true);
  return {
    ...info,
    site: externalDocs.url.replace(/\/?$/, "/"),
    servers,
    authentication: Object.values(components.securitySchemes).map(({ description }) => description)[0] ?? "",
    operations: Object.entries(paths).flatMap(([path, { get, parameters = [] }]) =>
      get ? [operationOf(path, get, parameters)] : [],
    ),
    document: await load(false),
  };
}

/** The versions of the published packages, by name. */
export async function packageVersions(): Promise<Record<string, string>> {
  const names = ["client", "mock", "cli"].map((name) => `@qoder/work-${name}`);
  const versions = names.map(async (name) => {
    const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return [name, JSON.parse(await readFile(manifest, "utf8")).version];
  });
  return Object.fromEntries(await Promise.all(versions));
}

/** The parts of a dereferenced spec that the docs show; the lint rules of the spec guarantee their shape. */
interface Document {
  info: { title: string; version: string; summary: string; description: string };
  externalDocs: { url: string };
  servers: { url: string; description: string }[];
  paths: Record<string, { parameters?: Parameter[]; get?: Get }>;
  components: { securitySchemes: Record<string, { description: string }> };
}
interface Get {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  deprecated?: boolean;
  parameters?: Parameter[];
  externalDocs?: { description: string; url: string };
  responses: Record<string, Response>;
  "x-codeSamples": Sample[];
}
interface Response {
  description: string;
  content: { "application/json": { schema: Schema; examples: Record<string, Example> } };
}

function operationOf(path: string, get: Get, shared: Parameter[]): Operation {
  const answers = Object.entries(get.responses).map(([status, { description, content }]) => ({
    status,
    description,
    ...content["application/json"],
  }));
  return {
    id: get.operationId,
    tag: get.tags[0] ?? "",
    summary: get.summary,
    description: get.description,
    deprecated: get.deprecated ?? false,
    path,
    parameters: [...shared, ...(get.parameters ?? [])],
    success: answers.find(({ status }) => status.startsWith("2")) as Answer,
    errors: answers.filter(({ status }) => !status.startsWith("2")),
    samples: get["x-codeSamples"],
    related: get.externalDocs,
  };
}

/** `error.type` of an error, which the spec fixes for each status. */
export const errorTypeOf = ({ schema }: Answer) =>
  `${schema.properties?.["error"]?.properties?.["type"]?.const}`;
