import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Oas3_1Schema, Oas3Decorator, Oas3Parameter } from "@redocly/openapi-core";

/**
 * A Redocly plugin: every operation gets `x-codeSamples`. Four languages are written from the spec, with the examples of
 * the parameters; what an operation needs beyond them is a program in `samples/<operationId>/`.
 */
export default function plugin() {
  return { id: "docs", decorators: { oas3: { "code-samples": codeSamples } } };
}

type Parameter = Oas3Parameter<Oas3_1Schema>;
type Argument = Parameter & { value: unknown };

const codeSamples: Oas3Decorator = () => {
  let server: string | undefined;
  return {
    Root({ servers }) {
      server = servers?.[0]?.url;
    },
    PathItem({ get: operation, parameters: shared = [] }, { key: path, resolve }) {
      if (!operation) return;
      const args = [...shared, ...(operation.parameters ?? [])].flatMap((reference): Argument[] => {
        const { node: parameter, location } = resolve(reference as Parameter);
        const schema = parameter?.schema && resolve(parameter.schema, location.source.absoluteRef).node;
        return parameter && schema?.examples?.length ? [{ ...parameter, value: schema.examples[0] }] : [];
      });
      const id = `${operation.operationId}`;
      const url = urlOf(`${server}${path}`, args);
      operation["x-codeSamples"] = [
        { lang: "curl", label: "curl", source: curl(url) },
        { lang: "TypeScript", label: "TypeScript", source: typescript(id, args) },
        { lang: "JavaScript", label: "fetch", source: javascript(url) },
        { lang: "Python", label: "Python", source: python(url) },
        ...programs(id),
      ];
    },
  };
};

/** The programs that are written by hand, by what their file name says they do. */
function programs(operationId: string) {
  const folder = fileURLToPath(new URL(`../samples/${operationId}`, import.meta.url));
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ts")) : [];
  return files.map((file) => {
    const words = file.slice(0, -3).replaceAll("-", " ");
    const source = readFileSync(`${folder}/${file}`, "utf8").trimEnd();
    return { lang: "TypeScript", label: words.charAt(0).toUpperCase() + words.slice(1), source };
  });
}

function urlOf(template: string, args: Argument[]): string {
  const values = Object.fromEntries(args.map(({ name, value }) => [name, value]));
  const url = new URL(template.replace(/\{([^}]+)\}/g, (_, name) => encodeURIComponent(`${values[name]}`)));
  for (const { in: place, name, value } of args) {
    if (place === "query") url.searchParams.set(name, `${value}`);
  }
  return url.href;
}

const typescript = (
  operationId: string,
  args: Argument[],
) => `import { createClient } from "@qoder/work-client";

const work = createClient({ token: process.env.QODER_PAT });
const result = await work.${operationId}({
${args.map(({ name, value }) => `  ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)},`).join("\n")}
});
console.log(JSON.stringify(result, null, 2));`;

const javascript = (url: string) => `const response = await fetch(
  "${url}",
  { headers: { Authorization: \`Bearer \${process.env.QODER_PAT}\` } },
);
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(JSON.stringify(await response.json(), null, 2));`;

const python = (url: string) => `import json
import os
from urllib.request import Request, urlopen

request = Request(
    "${url}",
    headers={"Authorization": f"Bearer {os.environ['QODER_PAT']}"},
)
with urlopen(request, timeout=30) as response:
    print(json.dumps(json.load(response), indent=2))`;

const curl = (url: string) => `curl --fail-with-body "${url}" \\
  --header "Authorization: Bearer $QODER_PAT"`;
