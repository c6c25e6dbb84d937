import type { Api } from "@qoder/work-codegen";
import { ModelMaker } from "@qoder/work-codegen/api.ts";
import { Resolver } from "@qoder/work-codegen/resolve.ts";
import type { Json } from "./cases.ts";

const named = { type: "string" };
const schemas = {
  Named: named,
  Other: { ...named, maxLength: 9 },
  Cat: { type: "object" },
  Dog: { type: "object" },
};

/** An OpenAPI document with what a case needs, and what the others need. */
export const documentOf = (operation: Json, rest: Json = {}) => ({
  openapi: "3.1.1",
  info: { title: "Things", version: "1.0.0" },
  servers: [{ url: "https://api.example.org" }],
  paths: {
    "/things/{id}": {
      post: { operationId: "doThing", responses: { 200: { description: "Done." } }, ...operation },
    },
  },
  ...rest,
  components: { ...rest.components, schemas: { ...schemas, ...rest.components?.schemas } },
});

/** The model of a document, which is neither written nor linted, so that hundreds cost no time. */
export function modelOf(written: Json): Api {
  const json = JSON.stringify(written);
  const document = JSON.parse(json);
  const resolver = new Resolver(document);
  const pointers = new Map<unknown, string>();
  const visit = (node: Json, pointer: string) => {
    pointers.set(node, pointer);
    for (const [key, value] of Object.entries(node ?? {}))
      if (typeof value === "object") visit(value, `${pointer}/${key}`);
  };
  visit(document, "#");
  return {
    ...new ModelMaker(resolver).api(document),
    json,
    hash: "",
    warnings: [],
    where(node, ...path) {
      const pointer = pointers.get(resolver.origin(node));
      if (pointer === undefined) throw new Error("The node is not of this model.");
      return { file: [pointer, ...path].join("/"), line: 1, column: 1 };
    },
  };
}
