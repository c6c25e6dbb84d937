import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { type Api, type Document, type Operation, sampleOf } from "@qoder/work-codegen";
import { addressOf } from "./site/address.ts";
import { fill } from "./templates.ts";

/** A program that calls an operation. */
export interface Sample {
  label: string;
  /** Such as `ts`: how its file ends, and a name of its language. */
  lang: string;
  source: string;
  /** Text that it prints, where that is not the documented answer. */
  output?: string;
}

/** In `samples/any/`, filled from the spec. */
const templates = ["curl.sh", "TypeScript.ts", "fetch.js", "Python.py"];

/** The samples of an operation: four from the spec, with its examples, and the programs in `samples/<operationId>/`. */
export function samplesOf(api: Api, operation: Operation): Sample[] {
  const request = requestOf(api, operation);
  const made = templates.map((name) => ({
    label: basename(name, extname(name)),
    lang: extname(name).slice(1),
    source: fill(`samples/any/${name}.hbs`, request).trimEnd(),
  }));
  const folder = new URL(`../samples/${operation.id}/`, import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8").trimEnd();
  const programs = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".ts"));
  const written = programs.map((name) => {
    const words = basename(name, ".ts").replaceAll("-", " ");
    const label = words.charAt(0).toUpperCase() + words.slice(1);
    return { label, lang: "ts", source: read(name), output: read(name.replace(/ts$/, "txt")) };
  });
  return [...made, ...written];
}

/** The document with the samples of each operation, for Redoc and for others that read `x-codeSamples`. */
export function withSamples(api: Api): Document {
  const document = structuredClone(api.document);
  const paths = document["paths"] as Record<string, Record<string, object>>;
  for (const operation of api.operations) {
    const samples = samplesOf(api, operation).map(({ lang, label, source }) => ({ lang, label, source }));
    Object.assign(paths[operation.path]?.[operation.method] ?? {}, { "x-codeSamples": samples });
  }
  return document;
}

/** The values of the templates. */
function requestOf({ servers }: Api, { id, method, path, parameters, body, ...operation }: Operation) {
  const args = parameters
    .filter(({ required, examples }) => required || examples.length > 0)
    .map((parameter) => ({ ...parameter, value: parameter.examples[0] ?? sampleOf(parameter.schema) }));
  const [content] = body?.contents ?? [];
  const [example] = Object.values(content?.examples ?? {});
  const value = content && (example?.value ?? sampleOf(content.schema));
  const [server] = [...operation.servers, ...servers];
  return {
    id,
    method: method === "get" ? "" : method.toUpperCase(),
    url: addressOf(server?.url ?? "", path, args),
    headers: [
      ...args.filter((arg) => arg.in === "header").map((arg) => ({ name: arg.name, value: `${arg.value}` })),
      ...(content ? [{ name: "Content-Type", value: content.mediaType }] : []),
    ],
    values: [
      ...args.map((arg) => ({ ...arg, name: /^\w+$/.test(arg.name) ? arg.name : JSON.stringify(arg.name) })),
      ...(content ? [{ name: "body", value }] : []),
    ],
    hasBody: Boolean(content),
    body: value,
    bodyText: JSON.stringify(value),
  };
}
