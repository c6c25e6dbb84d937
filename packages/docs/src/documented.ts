import { fileURLToPath } from "node:url";
import { bundle, loadConfig, type Oas3_1Schema, type Oas3Parameter } from "@redocly/openapi-core";

/** What a reader must find on the page about one operation. */
export interface Reference {
  summary: string;
  /** Method and path, such as `GET /things/{thing_id}`. */
  address: string;
  /** Code that calls the operation, by language. */
  samples: Record<string, string>;
  parameters: string[];
  answers: Answer[];
}

export interface Answer {
  status: string;
  /** All properties of the body, such as `data` and `data.type`. */
  properties: string[];
  /** Values by their label, which is empty where there is no choice, because Redoc then shows none. */
  examples: Record<string, unknown>;
}

export interface Operation {
  operationId: string;
  reference: Reference;
}

/** All operations of the spec at `file`, as the docs' own configuration decorates them. */
export async function operationsOf(file: string): Promise<Operation[]> {
  const config = await loadConfig({ configPath: fileURLToPath(new URL("../redocly.yaml", import.meta.url)) });
  const { bundle: document } = await bundle({ ref: file, config, dereference: true });
  const { paths = {} } = document.parsed as { paths?: Record<string, PathItem> };
  return Object.entries(paths).flatMap(([path, { get, parameters: shared = [] }]) => {
    if (!get) return [];
    return {
      operationId: get.operationId,
      reference: {
        summary: get.summary,
        address: `GET ${path}`,
        samples: Object.fromEntries(get["x-codeSamples"].map(({ lang, source }) => [lang, source])),
        parameters: [...shared, ...(get.parameters ?? [])].map(({ name }) => name).toSorted(),
        answers: Object.entries(get.responses).map(answerOf),
      },
    };
  });
}

/** The parts of a dereferenced spec that the docs show; the lint rules of the spec guarantee their shape. */
interface PathItem {
  parameters?: Oas3Parameter[];
  get?: Get;
}
interface Get {
  operationId: string;
  summary: string;
  parameters?: Oas3Parameter[];
  responses: Record<string, Response>;
  "x-codeSamples": { lang: string; source: string }[];
}
interface Response {
  content: {
    "application/json": {
      schema: Oas3_1Schema;
      examples: Record<string, { summary?: string; value: unknown }>;
    };
  };
}

function answerOf([status, { content }]: [string, Response]): Answer {
  const { schema, examples } = content["application/json"];
  const choice = Object.keys(examples).length > 1;
  const labelled = Object.entries(examples).map(([name, { summary = name, value }]) => [
    choice ? summary : "",
    value,
  ]);
  return { status, properties: propertiesOf(schema), examples: Object.fromEntries(labelled) };
}

/** Of the variants of a `oneOf` or `anyOf` the page shows one at a time, so they are left out. */
function propertiesOf({ properties = {}, items, allOf = [] }: Oas3_1Schema, prefix = ""): string[] {
  const named = Object.entries(properties).flatMap(([name, property]) => [
    prefix + name,
    ...propertiesOf(property as Oas3_1Schema, `${prefix}${name}.`),
  ]);
  const inherited = allOf.flatMap((part) => propertiesOf(part as Oas3_1Schema, prefix));
  const ofItems = items ? propertiesOf(items as Oas3_1Schema, prefix.replace(/\.$/, "[].")) : [];
  return [...named, ...inherited, ...ofItems];
}
