import type { Operation } from "@qoder/work-codegen";
import { modelOf } from "@qoder/work-codegen/test/model.ts";
import { expect, test } from "vitest";
import { liveProbes } from "./live-probes.ts";

test("an id that is made up is as short as it must be, and a value that the spec lists is none", () => {
  const inPath = (name: string, schema: object) => ({ name, in: "path", required: true, schema });
  const parameters = [
    inPath("name", { type: "string", maxLength: 20 }),
    inPath("folder", { type: "string", pattern: "^a[bc]$" }),
    inPath("extension", { type: "string", enum: ["txt", "md"] }),
    inPath("isOld", { type: "boolean" }),
  ];
  const responses = { 200: { description: "Facts." }, 404: { description: "None." } };
  const get = { operationId: "getFile", parameters, responses };
  const api = modelOf({ paths: { "/files/{folder}/{name}.{extension}/{isOld}": { get } } });
  const probes = api.operations.flatMap((operation) => liveProbes(api, operation, {}));
  expect(probes).toMatchObject([
    { name: "what exists", reason: "needs --name and --folder" },
    { name: "an unknown name", params: { name: expect.stringMatching(/^.{20}$/), extension: "txt" } },
    { name: "an unknown folder", params: { folder: expect.stringMatching(/^a[bc]$/) } },
  ]);
});

test("a parameter that is not sent breaks no rule, whatever its name", () => {
  const parameters = [{ name: "toString", in: "query", schema: { type: "object" } }];
  const responses = { 200: { description: "Facts." }, 400: { description: "Wrong." } };
  const get = { operationId: "getFacts", parameters, responses };
  const [operation] = modelOf({ paths: { "/facts": { get } } }).operations as [Operation];
  const probes = liveProbes(modelOf({ paths: {} }), operation, {});
  expect(probes.map(({ name }) => name)).toStrictEqual(["what exists", "a 400"]);
});

test("of a range of successes, none is demanded by a status", () => {
  const responses = { "2XX": { description: "Facts." }, 401: { description: "Who?" } };
  const get = { operationId: "getFacts", security: [{ Bearer: [] }], responses };
  const components = { securitySchemes: { Bearer: { type: "http", scheme: "bearer" } } };
  const api = modelOf({ paths: { "/facts": { get } }, components });
  const [operation] = api.operations as [Operation];
  const names = liveProbes(api, operation, {}).map(({ name }) => name);
  expect(names).toContain("an unknown token");
  expect(names).not.toContain("a scheme in lower case");
});
