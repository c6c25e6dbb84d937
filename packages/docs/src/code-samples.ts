import type { Oas3_1Schema, Oas3Decorator, Oas3Parameter } from "@redocly/openapi-core";

/** A Redocly plugin: every operation shows how to call it, with the examples of its parameters. */
export default function plugin() {
  return { id: "docs", decorators: { oas3: { "code-samples": codeSamples } } };
}

type Parameter = Oas3Parameter<Oas3_1Schema>;
type Sample = Parameter & { value: unknown };

const codeSamples: Oas3Decorator = () => {
  let server: string | undefined;
  return {
    Root({ servers }) {
      server = servers?.[0]?.url;
    },
    PathItem({ get: operation, parameters: shared = [] }, { key: path, resolve }) {
      if (!operation) return;
      const samples = [...shared, ...(operation.parameters ?? [])].flatMap((reference): Sample[] => {
        const { node: parameter, location } = resolve(reference as Parameter);
        const schema = parameter?.schema && resolve(parameter.schema, location.source.absoluteRef).node;
        return parameter && schema?.examples?.length ? [{ ...parameter, value: schema.examples[0] }] : [];
      });
      operation["x-codeSamples"] = [
        { lang: "TypeScript", source: typescript(`${operation.operationId}`, samples) },
        { lang: "curl", source: curl(`${server}${path}`, samples) },
      ];
    },
  };
};

function typescript(operationId: string, samples: Sample[]): string {
  return `import { createClient } from "@qoder/work-client";

const work = createClient({ token: process.env.QODER_PAT });
const result = await work.${operationId}({
${samples.map(({ name, value }) => `  ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)},`).join("\n")}
});`;
}

function curl(address: string, samples: Sample[]): string {
  const values = Object.fromEntries(samples.map(({ name, value }) => [name, value]));
  const url = new URL(address.replace(/\{([^}]+)\}/g, (_, name) => `${values[name]}`));
  for (const sample of samples) {
    if (sample.in === "query") url.searchParams.set(sample.name, `${sample.value}`);
  }
  return `curl "${url}" \\
  --header "Authorization: Bearer $QODER_PAT"`;
}
