import type { Parameter, Schema } from "@qoder/work-codegen";
import { expect, test } from "vitest";
import { type Content, print } from "./content.ts";
import { parameterList, propertyList } from "./fields.ts";

const schema: Schema = {
  properties: {
    choice: {
      description: "One of two.",
      oneOf: [
        { type: "object", title: "session", properties: { kind: { const: "a", description: "Kind." } } },
        { type: "object", properties: { kind: { const: "b", description: "Kind." } } },
      ],
    },
    maybe: { anyOf: [{ type: "object", properties: { id: { type: "string" } } }, { type: "null" }] },
    states: { type: "array", items: { type: "string", enum: ["on"], "x-enumDescriptions": { on: "Yes." } } },
    bag: {
      type: "object",
      additionalProperties: { type: "object", properties: { deep: { type: "integer", deprecated: true } } },
    },
    pair: {
      type: "array",
      prefixItems: [
        { type: "string", contentEncoding: "base64", description: "A place." },
        { type: "number", multipleOf: 0.01, exclusiveMinimum: 0, exclusiveMaximum: 1 },
      ],
    },
  },
};

const forms = (fields: Content[number]) => {
  const { markdown, html } = print([fields]);
  return { markdown: markdown.trimEnd(), html };
};

test("alternatives, what may be null, arrays, tuples and maps show what they hold", () => {
  const { markdown, html } = forms(propertyList("response", schema));
  expect(markdown).toBe(
    `
- \`choice\` (object): One of two.
  - \`session\` (object, one of these):
    - \`kind\` (always "a"): Kind.
  - \`variant_2\` (object, one of these):
    - \`kind\` (always "b"): Kind.
- \`maybe\` (object or null):
  - \`id\` (string):
- \`states\` (array of string):
  - \`on\`: Yes.
- \`bag\` (object of object):
  - \`deep\` (integer, deprecated):
- \`pair\` (array):
  - \`0\` (string, base64): A place.
  - \`1\` (number, more than 0, less than 1, a multiple of 0.01):
`.trim(),
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toStrictEqual([...new Set(ids)]);
  expect(ids).toContain("response.choice.variant_2.kind");
  expect(ids).toContain("response.maybe.id");
});

const parameter: Parameter = {
  name: "old",
  in: "query",
  description: "",
  required: false,
  deprecated: true,
  style: "form",
  explode: true,
  allowReserved: false,
  schema: { type: "string" },
  examples: [],
};

test("a parameter says that it is deprecated", () => {
  expect(forms(parameterList([parameter])).markdown).toBe("- `old` (string, deprecated):");
});

test("a description is Markdown: lists, tables, code and headings", () => {
  const description = `Where it is.

More of it.

- \`queued\` comes first

| from | to |
| --- | --- |
| a | b |

\`\`\`json
{"state": "queued"}
\`\`\`

## Response

<b>`;
  const { markdown, html } = forms(
    propertyList("response", { properties: { state: { type: "string", description, enum: ["queued"] } } }),
  );
  expect(html).toMatch(
    /Where it is\.[\s\S]*<p>More of it\.<\/p>[\s\S]*<ul>[\s\S]*<table>[\s\S]*<pre [\s\S]*<h2 id="response">/,
  );
  expect(html).toContain("&lt;b&gt;");
  const lines = markdown.split("\n");
  expect(lines[0]).toBe("- `state` (string): Where it is.");
  expect(lines).toContain("  More of it.");
  expect(lines).toContain("  - `queued` comes first");
  expect(lines).toContain("  | from | to |");
  expect(lines.at(-1)).toBe("  - `queued`");
});

test("many values without descriptions are one paragraph, as countries are", () => {
  const country = { type: "string", enum: Array.from({ length: 60 }, (_, at) => `c${at}`) };
  const { markdown, html } = forms(propertyList("response", { properties: { country } }));
  expect(markdown).toMatch(/`c0`, `c1`, .*`c59`$/);
  expect(html).not.toContain("<li>");
});

test("schemas that hold themselves end, and names that JavaScript knows are names", () => {
  const node: Schema = { type: "object", properties: {} };
  const values: Schema = { anyOf: [{ type: "string" }, { type: "array" }] };
  values.anyOf?.push({ type: "object", additionalProperties: values });
  node.properties = Object.fromEntries([
    ["constructor", { enum: ["constructor", null], "x-enumDescriptions": {} }],
    ["__proto__", { type: ["object", "null"], properties: { toString: {} } }],
    ["children", { type: "array", items: node }],
    ["any", values],
    ["twice.a", { type: "integer", allOf: [{ minimum: 1 }, { minimum: 2 }] }],
    ["twice", { properties: { a: { const: 1 } } }],
    ["none", { type: "object", additionalProperties: { not: {} } }],
  ]);
  const { markdown, html } = forms(propertyList("response", { properties: { node } }));
  expect(markdown).toBe(
    `
- \`node\` (object):
  - \`constructor\` (string or null):
    - \`constructor\`
    - \`null\`
  - \`__proto__\` (object or null):
    - \`toString\` (any):
  - \`children\` (array of object): Fields as in \`response.node\`.
  - \`any\` (string or array or object of the same):
  - \`twice.a\` (integer, at least 1, at least 2):
  - \`twice\` (object):
    - \`a\` (always 1):
  - \`none\` (object):
`.trim(),
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toStrictEqual([...new Set(ids)]);
});

test("alternatives of one title, and parameters of one name, have links of their own", () => {
  const shape = { type: "object", title: "pair", properties: { a: { type: "string" } } };
  const { html } = forms(propertyList("response", { oneOf: [shape, { ...shape }] }));
  expect(html).toContain('id="response.pair"><a class="anchor" href="#response.pair">');
  expect(html).toContain('id="response.pair-1"><a class="anchor" href="#response.pair-1">');
});
