import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";
import type { NodePlopAPI } from "plop";
import { type Answers, planOperation } from "./operation.ts";

/** `pnpm new operation`: asks for what the flags leave out, and writes the files. */
export default function plopfile(plop: NodePlopAPI): void {
  const spec = plop.getDestBasePath();
  const root = join(spec, "openapi.yaml");
  const { tags } = parseYaml(readFileSync(root, "utf8")) as { tags: { name: string }[] };
  plop.setGenerator("operation", {
    description: "files of the spec for a new operation",
    prompts: [
      { name: "path", message: "Path, such as /api/v1/environments/{environment_id}/work:" },
      { name: "method", message: "Method:", default: "get" },
      { name: "id", message: "operationId, such as listWorkItems:" },
      { name: "tag", message: "Tag:", type: "list", choices: tags.map(({ name }) => name) },
    ],
    actions: [
      async (answers) => {
        const { files, reference } = await planOperation(spec, answers as Answers);
        for (const [name, text] of Object.entries(files)) {
          await mkdir(dirname(join(spec, name)), { recursive: true });
          await writeFile(join(spec, name), text, { flag: "wx" });
        }
        const before = await readFile(root, "utf8");
        await writeFile(root, before.replace(/^paths:\n/m, `paths:\n${reference}`));
        return `wrote spec/openapi.yaml and\n${Object.keys(files)
          .map((name) => `     spec/${name}`)
          .join("\n")}\n   Next: replace each text that \`pnpm generate\` warns of, then run npm test.`;
      },
    ],
  });
}
