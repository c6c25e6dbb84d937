import type { Api, Operation } from "@qoder/work-codegen";
import { expect, test } from "vitest";
import { withoutCredentials } from "./credentials.ts";

const elsewhere = "the token in query token";
test.each([
  ["X-Key", ["no credentials", "an empty Authorization header", "the token in Basic credentials", elsewhere]],
  ["Authorization", ["no credentials", "an empty Authorization header", elsewhere]],
])("a key in the header %s is left out, or sent where it is none", (name, names) => {
  const refused = [{ in: "query", name: "token" }];
  const Key = { type: "apiKey", in: "header", name, description: "", "x-refused": refused };
  const probes = withoutCredentials(
    { securitySchemes: { Key } } as unknown as Api,
    { security: [{ Key: [] }] } as unknown as Operation,
  );
  expect(probes.map((probe) => probe.name)).toStrictEqual(names);
  const sent = probes.at(-1)?.alter(new Request("http://127.0.0.1/", { headers: { [name]: "secret" } }));
  expect([sent?.url, sent?.headers.get(name)]).toStrictEqual(["http://127.0.0.1/?token=secret", null]);
});
