import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Api, type Document, type Operation, successesOf } from "@qoder/work-codegen";
import { jsFetch } from "@scalar/snippetz/plugins/js/fetch";
import { pythonPython3 } from "@scalar/snippetz/plugins/python/python3";
import { shellCurl } from "@scalar/snippetz/plugins/shell/curl";
import { slug } from "github-slugger";
import { sampleRequest } from "./sample-request.ts";
import type { Credential } from "./security.ts";
import { inShell, withVariables } from "./site/request.ts";

/** A program that calls an operation. */
export interface Sample {
  label: string;
  /** Such as `ts`: how its file ends, and a name of its language. */
  lang: string;
  source: string;
  /** Text that it prints, where that is not the documented answer. */
  output?: string;
}

/** The file of the site that holds a sample. */
export const fileOf = ({ id }: Operation, { label, lang }: Sample): string => `${id}-${slug(label)}.${lang}`;

const known = new WeakMap<Operation, Sample[]>();

/**
 * The samples of an operation: four from the spec, with its examples, and the programs in `samples/<operationId>/`. They
 * are made once for its page, the files, the documents and Redoc.
 */
export function samplesOf(api: Api, operation: Operation): Sample[] {
  const samples = known.get(operation) ?? [...madeFor(api, operation), ...writtenFor(api, operation)];
  known.set(operation, samples);
  return samples;
}

function madeFor(api: Api, operation: Operation): Sample[] {
  const request = sampleRequest(api, operation);
  const variables = request.credentials.map(({ variable }) => variable);
  // With `--request HEAD`, curl would wait for a body.
  const command = shellCurl.generate(request).replace("--request HEAD", "--head");
  const curl = withVariables(command, variables, inShell);
  const call = withVariables(jsFetch.generate(request), variables, inTemplate);
  const [, url, init] = /^fetch\((.+?['`])((?:, \{|\)).*)$/s.exec(call) ?? [];
  const js = `const url = ${url};\nconst response = await fetch(url${init};\n${printed}`;
  const program = withVariables(pythonPython3.generate(request), variables, inFString)
    // It writes a body that is only `null`, `true` or `false` as JSON does.
    .replace(/(?<=json\.dumps\()(null|true|false)/, (word) => pythonWords[word] ?? word);
  return [
    { label: "curl", lang: "sh", source: curl },
    { label: "TypeScript", lang: "ts", source: clientCall(operation, request) },
    { label: "fetch", lang: "js", source: js },
    { label: "Python", lang: "py", source: `${variables.length > 0 ? "import os\n" : ""}${program}` },
  ];
}

const inTemplate = (text: string, named: RegExp) =>
  `\`${text.replaceAll(named, (_, name) => `\${process.env.${name}}`)}\``;
const inFString = (text: string, named: RegExp) => `f"${text.replaceAll(named, "{os.environ['$1']}")}"`;
const pythonWords: Record<string, string> = { null: "None", true: "True", false: "False" };

const printed = `const text = await response.text();
if (!response.ok) throw new Error(\`\${response.status}: \${text}\`);
console.log(text);`;

/** The call of our own client. */
function clientCall(operation: Operation, { values, credentials }: ReturnType<typeof sampleRequest>) {
  const isEmpty = successesOf(operation).every(({ contents }) => contents.length === 0);
  const names = JSON.stringify(values, null, 2).replaceAll(/^( +)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
  const call = `work.${operation.id}(${names === "{}" ? "" : names.replace(/\n\}$/, ",\n}")});`;
  return `import { createClient } from "@qoder/work-client";

const work = createClient(${optionsOf(credentials)});
${isEmpty ? `await ${call}` : `const result = await ${call}\nconsole.log(JSON.stringify(result, null, 2));`}`;
}

/** The option `token`, and those of other schemes by name. */
function optionsOf(credentials: Credential[]): string {
  const tokens = credentials.flatMap(({ isToken, variable }) =>
    isToken ? `token: process.env.${variable}` : [],
  );
  const others = credentials.flatMap((one) => {
    const value = `process.env.${one.variable}`;
    const pair = `{ username: ${value}_USERNAME ?? "", password: ${value}_PASSWORD ?? "" }`;
    return one.isToken ? [] : `${JSON.stringify(one.scheme)}: ${one.prefix === "Basic " ? pair : value}`;
  });
  const options = [...tokens, ...(others.length > 0 ? [`credentials: { ${others.join(", ")} }`] : [])];
  return options.length > 0 ? `{ ${options.join(", ")} }` : "";
}

function writtenFor({ site }: Api, { id }: Operation): Sample[] {
  const folder = new URL(`../samples/${id}/`, import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8").trimEnd();
  const programs = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".ts"));
  return programs.map((name) => {
    const words = basename(name, ".ts").replaceAll("-", " ");
    const label = words.charAt(0).toUpperCase() + words.slice(1);
    const output = read(name.replace(/ts$/, "txt")).replace("{{site}}", site);
    return { label, lang: "ts", source: read(name), output };
  });
}

/** The document with the samples of each operation and what else an operation gets, for Redoc and for other programs. */
export function withSamples(api: Api, more: (operation: Operation) => object = () => ({})): Document {
  const paths = structuredClone(api.document["paths"]) as Record<string, Record<string, object>>;
  for (const operation of api.operations) {
    const samples = samplesOf(api, operation).map(({ lang, label, source }) => ({ lang, label, source }));
    const node = paths[operation.path]?.[operation.method] ?? {};
    Object.assign(node, { "x-codeSamples": samples, ...more(operation) });
  }
  return { ...api.document, paths };
}
