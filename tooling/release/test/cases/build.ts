import type { Bump } from "../../src/policy.ts";

/** Any JSON, which OpenAPI has more kinds of than a test wants to name. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = any;

/** A schema that another replaces: what that asks for in a request, and in a response. */
export type SchemaCase = [what: string, before: Json, after: Json, request: Bump, response: Bump];
/** An operation, or a document, that another replaces: what that asks for. */
export type Case = [what: string, before: Json, after: Json, bump: Bump];

// Parts of which cases are made.
export const s = { type: "string" };
export const i = { type: "integer" };
export const n = { type: "number" };
export const nullable = { type: ["string", "null"] };
export const object = (properties: Json, ...required: string[]) => ({ type: "object", properties, required });
export const map = (additionalProperties: Json) => ({ type: "object", additionalProperties });
export const list = (items: Json) => ({ type: "array", items });
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const cat = object({ kind: { const: "cat" }, age: i }, "kind");
export const dog = object({ kind: { const: "dog" }, age: i }, "kind");
export const bird = object({ kind: { const: "bird" } }, "kind");
export const json = (schema: Json, rest: Json = {}) => ({
  content: { "application/json": { schema, ...rest } },
});
export const query = (rest: Json = {}, schema: Json = s) => ({
  parameters: [{ name: "a", in: "query", schema, ...rest }],
});
export const answers = (responses: Json) => ({ responses: { 200: { description: "Done." }, ...responses } });
export const answer = (rest: Json) => ({ responses: { 200: { description: "Done.", ...rest } } });
export const no = { description: "No." };
export const header = (rest: Json = {}, name = "X-A") =>
  answer({ headers: { [name]: { schema: i, ...rest } } });
export const link = (operationId: string) => answer({ links: { title: { operationId } } });
export const callback = (schema: Json, name = "done") => ({
  callbacks: {
    [name]: {
      "{$request.query.a}": {
        post: { requestBody: json(schema), responses: { 200: { description: "Yes." } } },
      },
    },
  },
});
export const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });
export const path = (rest: Json = {}, name = "/things/{id}", id = "doThing") => ({
  [name]: { post: { operationId: id, responses: { 200: { description: "Done." } }, ...rest } },
});
export const paths = (...all: Json[]) => ({ paths: Object.assign({}, ...all) });
export const id = (name = "id", schema: Json = s) => ({
  parameters: [{ name, in: "path", required: true, schema }],
});
export const bearer = { type: "http", scheme: "bearer" };
export const basic = { type: "http", scheme: "basic" };
export const oauth = (rest: Json = {}) => ({
  type: "oauth2",
  flows: { clientCredentials: { tokenUrl: "https://id.example.org", scopes: { read: "Read." }, ...rest } },
});
export const security = (requirements: Json, schemes: Json = { A: bearer, B: basic, C: oauth() }) => ({
  security: requirements,
  components: { securitySchemes: schemes },
});
export const named = (schemas: Json, schema: Json = s) => ({
  ...paths(path(answer(json(schema)))),
  components: { schemas },
});
export const webhook = (schema: Json, rest: Json = {}) => ({
  webhooks: {
    done: { post: { requestBody: json(schema), responses: { 200: { description: "Yes." } }, ...rest } },
  },
});
export const server = (...all: Json[]) => ({
  servers: all.map((one) => (typeof one === "string" ? { url: one } : one)),
});
export const tree = (type: Json) =>
  named({ Tree: object({ name: type, children: list(ref("Tree")) }) }, ref("Tree"));

/** A document that another replaces. */
