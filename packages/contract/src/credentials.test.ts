import type { Api, Operation } from "@qoder/work-codegen";
import { expect, test } from "vitest";
import { withoutCredentials } from "./credentials.ts";

test.each([
  ["X-Key", ["no credentials", "an empty Authorization header", "the token in Basic credentials"]],
  ["Authorization", ["no credentials", "an empty Authorization header"]],
])("a key in the header %s is left out, or sent where it is none", (name, names) => {
  const Key = { type: "apiKey", in: "header", name, description: "" };
  const probes = withoutCredentials(
    { securitySchemes: { Key } } as unknown as Api,
    { security: [{ Key: [] }] } as unknown as Operation,
  );
  expect(probes.map((probe) => probe.name)).toStrictEqual(names);
});
