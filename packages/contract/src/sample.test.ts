import type { Schema } from "@qoder/work-codegen";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { expect, test } from "vitest";
import { validValue } from "./sample.ts";
import { received } from "./schemas.ts";

test.each(Object.keys(fullFormats))("a sample of the format %s has it", (format) => {
  const isNumber = /^(int\d+|float|double)$/.test(format);
  const schema: Schema = { type: isNumber ? "number" : "string", format };
  expect(received.json.breaches(schema, validValue(schema))).toStrictEqual([]);
});
