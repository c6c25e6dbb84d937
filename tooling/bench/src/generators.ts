import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { build, memoryStorage } from "@kubb/core";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { compile, type JSONSchema } from "json-schema-to-typescript";
import { generate } from "orval";
import { generateApi } from "swagger-typescript-api";

const input = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
const ours = fileURLToPath(new URL("../../../packages/client/src/generated/schema.gen.ts", import.meta.url));
const open = "(string & {})";

/** What an id starts with, by the `pattern` of its schema. */
const prefixOf = (pattern: unknown) => /^\^([\w-]+)$/.exec(String(pattern))?.[1];

export interface Generator {
  /** The package that generates. */
  from: string;
  /** What it is told, beyond the spec. */
  with: string;
  /** Writes types into a folder, and resolves to the file that exports them all. */
  run: (folder: string) => Promise<string>;
}

/** Makes types of the spec, as they come and with the hooks that a generator documents. */
export const generators: Generator[] = [
  {
    from: "openapi-typescript",
    with: "tooling/codegen/src/schema.ts",
    run: async (folder) => write(folder, await readFile(ours, "utf8")),
  },
  {
    from: "@hey-api/openapi-ts",
    with: "nothing",
    async run(output) {
      await createClient({ input, output, plugins: ["@hey-api/typescript"], logs: { level: "silent" } });
      return "types.gen.ts";
    },
  },
  {
    from: "@hey-api/openapi-ts",
    with: "`$resolvers`",
    async run(output) {
      await createClient({
        input,
        output,
        logs: { level: "silent" },
        plugins: [
          {
            name: "@hey-api/typescript",
            $resolvers: {
              string({ $, schema }) {
                const prefix = prefixOf(schema.pattern);
                return prefix ? $.type.template(prefix).add($.type("string")) : undefined;
              },
              enum(context) {
                const { $, nodes } = context;
                const { enumMembers, isNullable } = nodes.items(context);
                const others = $.type.and($.type("string"), $.type.object());
                return $.type.or(...enumMembers, others, ...(isNullable ? [$.type("null")] : []));
              },
            },
          },
        ],
      });
      return "types.gen.ts";
    },
  },
  {
    from: "json-schema-to-typescript",
    with: "`tsType` in the schemas",
    async run(folder) {
      const { components } = structuredClone(spec);
      describe(components.schemas);
      const properties = Object.fromEntries(
        Object.keys(components.schemas).map((name) => [name, { $ref: `#/components/schemas/${name}` }]),
      );
      const schema = { type: "object", properties, components } as JSONSchema;
      return write(folder, await compile(schema, "Schemas", { additionalProperties: false }));
    },
  },
  {
    from: "swagger-typescript-api",
    with: "nothing",
    async run(output) {
      await generateApi({ input, output, fileName: "index.ts", generateClient: false, silent: true });
      return "index.ts";
    },
  },
  {
    from: "swagger-typescript-api",
    with: "`primitiveTypeConstructs`, `onParseSchema`",
    async run(output) {
      await generateApi({
        input,
        output,
        fileName: "index.ts",
        generateClient: false,
        generateUnionEnums: true,
        silent: true,
        primitiveTypeConstructs: (types) => ({
          ...types,
          string: {
            $default({ pattern }) {
              const prefix = prefixOf(pattern);
              return prefix ? `\`${prefix}\${string}\`` : "string";
            },
          },
        }),
        hooks: {
          onParseSchema(schema, parsed) {
            if ((schema as { enum?: unknown[] }).enum)
              (parsed as { content: unknown[] }).content.push({ key: "Other", type: "string", value: open });
          },
        },
      });
      return "index.ts";
    },
  },
  {
    from: "orval",
    with: "nothing",
    async run(folder) {
      const output = { target: `${folder}/api.ts`, schemas: `${folder}/model`, client: "fetch" } as const;
      const { log } = console;
      console.log = console.error; // stdout is for the result
      await generate({ input: { target: input }, output });
      console.log = log;
      return "model/index.ts";
    },
  },
  {
    // The last one, because it redirects console.error.
    from: "@kubb/plugin-ts",
    with: "nothing",
    async run(folder) {
      const { error } = await build({
        config: {
          root: folder,
          input: { path: input },
          // Files go to the root; the storage, too, would write them, into the current folder.
          output: { path: ".", storage: memoryStorage(), barrelType: "named" },
          plugins: [pluginOas({ generators: [], validate: false }), pluginTs({ output: { path: "types" } })],
        },
      });
      if (error) throw error;
      return "index.ts";
    },
  },
];

async function write(folder: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/index.ts`, text);
  return "index.ts";
}

/** Says in every schema below a node which TypeScript type an id or an enum has. */
function describe(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const schema = node as { pattern?: string; enum?: unknown[]; tsType?: string };
  const prefix = prefixOf(schema.pattern);
  if (prefix) schema.tsType = `\`${prefix}\${string}\``;
  if (Array.isArray(schema.enum)) {
    schema.tsType = [...schema.enum.map((value) => JSON.stringify(value)), open].join(" | ");
  }
  Object.values(node).forEach(describe);
}
