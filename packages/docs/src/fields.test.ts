import { expect, test } from "vitest";
import { parameterList, propertyList } from "./fields.ts";
import type { Block } from "./markdown.ts";
import type { Schema } from "./spec.ts";

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
  },
};

const forms = (block: Block) => block as { markdown: string; html: string };

test("alternatives, what may be null, arrays and maps show what they hold", () => {
  const { markdown, html } = forms(propertyList("response", schema));
  expect(markdown).toBe(
    `
- \`choice\` (object): One of two.
  - \`session\` (object):
    - \`kind\` (always "a"): Kind.
  - \`variant_2\` (object):
    - \`kind\` (always "b"): Kind.
- \`maybe\` (object or null):
  - \`id\` (string):
- \`states\` (array of string):
  - \`on\`: Yes.
- \`bag\` (object of object):
  - \`deep\` (integer, deprecated):
`.trim(),
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toStrictEqual([...new Set(ids)]);
  expect(ids).toContain("response.choice.variant_2.kind");
  expect(ids).toContain("response.maybe.id");
});

test("a parameter says that it is deprecated", () => {
  const parameter = { name: "old", in: "query", deprecated: true, schema: { type: "string" } } as const;
  expect(forms(parameterList([parameter])).markdown).toBe("- `old` (string, deprecated):");
});
