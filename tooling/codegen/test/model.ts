import type { Api } from "../src/model.ts";
import { ModelMaker } from "../src/model-maker.ts";
import { originOf } from "../src/origins.ts";

// biome-ignore lint/suspicious/noExplicitAny: any document
type Json = any;

/** The model of a document, which is neither written nor linted, so that hundreds cost no time. */
export function modelOf(written: Json): Api {
  const json = JSON.stringify(written);
  const document = JSON.parse(json);
  const pointers = new Map<unknown, string>();
  const visit = (node: Json, pointer: string) => {
    pointers.set(node, pointer);
    for (const [key, value] of Object.entries(node ?? {}))
      if (typeof value === "object") visit(value, `${pointer}/${key}`);
  };
  visit(document, "#");
  return {
    ...new ModelMaker(document).api(),
    json,
    hash: "",
    warnings: [],
    where(node, ...path) {
      const pointer = pointers.get(originOf(node));
      if (pointer === undefined) throw new Error("The node is not of this model.");
      return { file: [pointer, ...path].join("/"), line: 1, column: 1 };
    },
  };
}
