import type { Json } from "./cases/index.ts";

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
