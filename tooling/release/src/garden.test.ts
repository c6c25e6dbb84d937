// What a change of the Garden API, which has every construct of a JSON API, asks for: there, and back.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Api } from "@qoder/work-codegen";
import { modelOf } from "@qoder/work-codegen/test/model.ts";
import { parseYaml } from "@qoder/work-codegen/test/yaml.ts";
import { expect, test } from "vitest";
import type { Json } from "../test/cases/index.ts";
import { compare } from "./compare.ts";

const file = fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml"));
const garden: Json = parseYaml(readFileSync(file, "utf8"));

/** The model after an edit, which is given the document, its components, and its operations by `operationId`. */
function edited(edit: (garden: Json) => unknown = () => {}) {
  const document = structuredClone(garden);
  const nodes = Object.values<Json>(document.paths).flatMap((item) => Object.values<Json>(item));
  const operations = nodes.filter((one) => one.operationId).map((one) => [one.operationId, one]);
  edit({ ...Object.fromEntries(operations), ...document.components, document });
  return modelOf(document);
}

const original = edited();
const s = { type: "string" };
const json = "application/json";
const text = { content: { [json]: { schema: s } } };
const form = "application/x-www-form-urlencoded";
const patch = "application/merge-patch+json";
const plant = { $ref: "#/components/schemas/Plant" };

test.each<[there: string, back: string, edit: (garden: Json) => unknown]>([
  // Request bodies
  [
    "major: The body of `updatePlant` must now be given",
    "minor: The body of `updatePlant` can now be left out",
    (g) => (g.updatePlant.requestBody.required = true),
  ],
  [
    "minor: A body was added to `deletePlant`",
    "major: The body of `deletePlant` was removed",
    (g) => (g.deletePlant.requestBody = text),
  ],
  [
    "major: A required body was added to `deletePlant`",
    "major: The body of `deletePlant` was removed",
    (g) => (g.deletePlant.requestBody = { required: true, ...text }),
  ],
  [
    "minor: `text/plain` was added to the body of `putPing`",
    "major: `text/plain` was removed from the body of `putPing`",
    (g) => (g.putPing.requestBody.content["text/plain"] = { schema: s }),
  ],
  [
    "major: `name` of the body of `updatePlant` must now be given",
    "minor: `name` of the body of `updatePlant` can now be left out",
    (g) => (g.updatePlant.requestBody.content[patch].schema.required = ["name"]),
  ],
  [
    "major: `liters` of the body of `waterPlant` must now be more than 1 (was 0)",
    "minor: `liters` of the body of `waterPlant` can now be more than 0 (was 1)",
    (g) => (g.waterPlant.requestBody.content[form].schema.properties.liters.exclusiveMinimum = 1),
  ],
  [
    "major: The body of `putPing` can no longer be `boolean`",
    "minor: The body of `putPing` can now be `boolean`",
    (g) => (g.putPing.requestBody.content[json].schema.type = ["string", "number", "null"]),
  ],
  // Methods and paths
  [
    "major: `deletePlant` was removed",
    "minor: `deletePlant` was added",
    (g) => delete g.document.paths["/plants/{plant}"].delete,
  ],
  [
    "major: The method of `putPing` is now `patch` instead of `put`; minor: The client no longer repeats a failed call of `putPing`",
    "major: The method of `putPing` is now `put` instead of `patch`; minor: The client now repeats a failed call of `putPing`",
    (g) => (g.document.paths["/ping"] = { ...g.document.paths["/ping"], put: undefined, patch: g.putPing }),
  ],
  [
    "minor: `waterPlant` is no longer deprecated",
    "minor: `waterPlant` is now deprecated",
    (g) => delete g.waterPlant.deprecated,
  ],
  // Parameters
  [
    "minor: The optional header parameter `x-team` was added to `listPlants`",
    "major: The header parameter `x-team` was removed from `listPlants`",
    (g) => g.listPlants.parameters.push({ name: "x-team", in: "header", schema: s }),
  ],
  [
    "major: The required header parameter `x-team` was added to `listPlants`",
    "major: The header parameter `x-team` was removed from `listPlants`",
    (g) => g.listPlants.parameters.push({ name: "x-team", in: "header", required: true, schema: s }),
  ],
  ["none", "none", (g) => (g.listPlants.parameters[8].name = "X-Trace")],
  [
    "major: `style` of `beds` of `listPlants` is now `form` instead of `pipeDelimited`",
    "major: `style` of `beds` of `listPlants` is now `pipeDelimited` instead of `form`",
    (g) => (g.listPlants.parameters[1].style = "form"),
  ],
  [
    "major: `height.max` of `listPlants` must now be at most 100 (was 5000)",
    "minor: `height.max` of `listPlants` can now be at most 5000 (was 100)",
    (g) => (g.listPlants.parameters[4].schema.properties.max.maximum = 100),
  ],
  [
    "major: The default of `limit` of `listPlants` is now 10 instead of 20",
    "major: The default of `limit` of `listPlants` is now 20 instead of 10",
    (g) => (g.listPlants.parameters[6].schema.default = 10),
  ],
  // Answers
  [
    "major: A 202 response was removed from `createPlant`",
    "major: A 202 response was added to `createPlant`",
    (g) => delete g.createPlant.responses[202],
  ],
  [
    "major: A 2XX response was added to `createPlant`",
    "major: A 2XX response was removed from `createPlant`",
    (g) => (g.createPlant.responses["2XX"] = text),
  ],
  [
    "major: A 204 response was removed from `deletePlant`; major: A 200 response was added to `deletePlant`",
    "major: A 200 response was removed from `deletePlant`; major: A 204 response was added to `deletePlant`",
    (g) => (g.deletePlant.responses = { ...g.deletePlant.responses, 200: text, 204: undefined }),
  ],
  [
    "major: A 204 response was removed from `waterPlant`",
    "major: A 204 response was added to `waterPlant`",
    (g) => delete g.waterPlant.responses[204],
  ],
  [
    "major: A default response was removed from `listPlants`",
    "minor: A default response was added to `listPlants`",
    (g) => delete g.listPlants.responses.default,
  ],
  [
    "minor: A 400 response was added to `listPlants`",
    "major: A 400 response was removed from `listPlants`",
    (g) => (g.listPlants.responses[400] = g.listPlants.responses.default),
  ],
  [
    "minor: A 409 response was added to `createPlant`",
    "major: A 409 response was removed from `createPlant`",
    (g) => (g.createPlant.responses[409] = g.createPlant.responses["4XX"]),
  ],
  [
    "major: A 4XX response was removed from `createPlant`",
    "minor: A 4XX response was added to `createPlant`",
    (g) => delete g.createPlant.responses["4XX"],
  ],
  [
    "minor: `Plant` can no longer be `null`",
    "major: `Plant` can now be `null`",
    (g) => (g.getPlant.responses[200].content[json].schema = plant),
  ],
  [
    "major: `application/json` was added to the 200 response of `updatePlant`",
    "major: `application/json` was removed from the 200 response of `updatePlant`",
    (g) => (g.updatePlant.responses[200].content[json] = { schema: plant }),
  ],
  [
    "major: Header `x-total` was removed from the 200 response of `listPlants`",
    "minor: Header `x-total` was added to the 200 response of `listPlants`",
    (g) => delete g.listPlants.responses[200].headers["x-total"],
  ],
  [
    "major: Header `x-total` of the 200 response of `listPlants` can now be absent",
    "minor: Header `x-total` of the 200 response of `listPlants` is now always there",
    (g) => (g.listPlants.responses[200].headers["x-total"].required = false),
  ],
  [
    "minor: Header `x-total` of the 200 response of `listPlants` is now always at least 0",
    "major: Header `x-total` of the 200 response of `listPlants` no longer has to be at least 0",
    (g) => (g.listPlants.responses[200].headers["x-total"].schema.minimum = 0),
  ],
  [
    "major: Link `plant` was removed from the 201 response of `createPlant`",
    "minor: Link `plant` was added to the 201 response of `createPlant`",
    (g) => delete g.createPlant.responses[201].links,
  ],
  // Fields that are only sent, or only received
  [
    "major: `Flower.bed` was removed",
    "major: `Flower.bed` was added and must be given",
    (g) => (g.schemas.Base.properties.bed.readOnly = true),
  ],
  [
    "major: `Flower.bed` was removed",
    "minor: `Flower.bed` was added",
    (g) => (g.schemas.Base.properties.bed.writeOnly = true),
  ],
  [
    "major: `Flower.id` was added and must be given",
    "major: `Flower.id` was removed",
    (g) => delete g.schemas.Base.properties.id.readOnly,
  ],
  [
    "minor: `Flower.secret` was added",
    "major: `Flower.secret` was removed",
    (g) => delete g.schemas.Base.properties.secret.writeOnly,
  ],
  [
    "major: `Flower.secret` was removed",
    "minor: `Flower.secret` was added",
    (g) => delete g.schemas.Base.properties.secret,
  ],
  [
    "minor: `Flower.id` is now always at least 1",
    "major: `Flower.id` no longer has to be at least 1",
    (g) => (g.schemas.Base.properties.id.minimum = 1),
  ],
  [
    "major: `Flower.secret` must now have at most 9 characters",
    "minor: `Flower.secret` no longer has to have at most 9 characters",
    (g) => (g.schemas.Base.properties.secret.maxLength = 9),
  ],
  // Schemas of both sides
  [
    "minor: `Flower.light` was added",
    "major: `Flower.light` was removed",
    (g) => (g.schemas.Base.properties.light = s),
  ],
  [
    "major: `Flower.seeds` must now be given",
    "major: `Flower.seeds` can now be absent",
    (g) => g.schemas.Base.required.push("seeds"),
  ],
  [
    "major: `format` of `Flower.seeds` is now `int32` instead of `int64`",
    "major: `format` of `Flower.seeds` is now `int64` instead of `int32`",
    (g) => (g.schemas.Base.properties.seeds.format = "int32"),
  ],
  [
    "minor: `Flower.level` can now be `4`",
    "major: `Flower.level` can no longer be `4`",
    (g) => g.schemas.Base.properties.level.enum.push(4),
  ],
  [
    "major: `Flower.tags[]` can no longer be `sun`",
    "minor: `Flower.tags[]` can now be `sun`",
    (g) => (g.schemas.Base.properties.tags.items.enum = ["shade"]),
  ],
  [
    "major: `Flower.labels.*` no longer has to have at most 5 characters",
    "major: `Flower.labels.*` must now have at most 5 characters",
    (g) => (g.schemas.Base.properties.labels.additionalProperties = s),
  ],
  [
    "minor: `Color` can now be `blue`",
    "major: `Color` can no longer be `blue`",
    (g) => g.schemas.Color.enum.push("blue"),
  ],
  [
    "major: `discriminator` of `Plant` was removed; major: `discriminator` of the 200 response of `getPlant` was removed",
    "major: `discriminator` of `Plant` was added; minor: `discriminator` of the 200 response of `getPlant` was added",
    (g) => delete g.schemas.Plant.discriminator,
  ],
  [
    "major: `Plant` can no longer be `Vegetable`",
    "major: `Plant` can now be `Vegetable`",
    (g) => g.schemas.Plant.oneOf.pop(),
  ],
  [
    "major: `format` of `Entry.at` is now `date` instead of `date-time`",
    "major: `format` of `Entry.at` is now `date-time` instead of `date`",
    (g) => (g.schemas.Entry.$defs.Time.format = "date"),
  ],
  // Security
  [
    "major: Calls now need `Bearer` instead of no credentials or `Bearer`",
    "minor: Calls now need no credentials or `Bearer` instead of `Bearer`",
    (g) => (g.getPlant.security = [{ Bearer: [] }]),
  ],
  [
    "major: Calls now need `Basic` instead of `Basic` or `Key` and `Query`",
    "minor: Calls now need `Basic` or `Key` and `Query` instead of `Basic`",
    (g) => (g.deletePlant.security = [{ Basic: [] }]),
  ],
  [
    "minor: Calls now need `Basic` or `Key` instead of `Basic` or `Key` and `Query`",
    "major: Calls now need `Basic` or `Key` and `Query` instead of `Basic` or `Key`",
    (g) => (g.deletePlant.security = [{ Basic: [] }, { Key: [] }]),
  ],
  [
    "minor: Calls now need no credentials instead of `Bearer`",
    "major: Calls now need `Bearer` instead of no credentials",
    (g) => (g.document.security = []),
  ],
  [
    "major: Calls now need another kind of `Basic` or `Key` and `Query`; none: Security scheme `Query` was removed; none: Security scheme `Query` was added",
    "major: Calls now need another kind of `Basic` or `Key` and `Query`; none: Security scheme `Query` was removed; none: Security scheme `Query` was added",
    (g) => (g.securitySchemes.Query.name = "garden_token"),
  ],
  // Repeating
  [
    "minor: The client now repeats a failed call of `ping`",
    "minor: The client no longer repeats a failed call of `ping`",
    (g) => delete g.ping["x-idempotent"],
  ],
  [
    "minor: The client now repeats a failed call of `waterPlant`",
    "minor: The client no longer repeats a failed call of `waterPlant`",
    (g) => (g.waterPlant["x-idempotent"] = true),
  ],
  [
    "major: The header parameter `Idempotency-Key` was removed from `createPlant`; minor: The client no longer repeats a failed call of `createPlant`",
    "minor: The optional header parameter `Idempotency-Key` was added to `createPlant`; minor: The client now repeats a failed call of `createPlant`",
    (g) => (g.createPlant.parameters = []),
  ],
  [
    "major: `Idempotency-Key` of `createPlant` must now be given",
    "minor: `Idempotency-Key` of `createPlant` can now be left out",
    (g) => (g.createPlant.parameters[0].required = true),
  ],
  [
    "major: `Idempotency-Key` of `createPlant` must now have at most 36 characters (was 64)",
    "minor: `Idempotency-Key` of `createPlant` can now have at most 64 characters (was 36)",
    (g) => (g.createPlant.parameters[0].schema.maxLength = 36),
  ],
  [
    // The client cannot make one that is shorter than a UUID.
    "major: `Idempotency-Key` of `createPlant` must now have at most 32 characters (was 64); minor: The client no longer repeats a failed call of `createPlant`",
    "minor: The client now repeats a failed call of `createPlant`; minor: `Idempotency-Key` of `createPlant` can now have at most 64 characters (was 32)",
    (g) => (g.createPlant.parameters[0].schema.maxLength = 32),
  ],
  // Callbacks and webhooks, which the server sends
  [
    "major: Callback `onPlanted` was removed from `createPlant`",
    "minor: Callback `onPlanted` was added to `createPlant`",
    (g) => delete g.createPlant.callbacks,
  ],
  [
    "major: Webhook `onFrost` was removed",
    "minor: Webhook `onFrost` was added",
    (g) => delete g.document.webhooks,
  ],
  [
    "none: Webhook `onFrost` is now called `onCold`",
    "none: Webhook `onCold` is now called `onFrost`",
    (g) => (g.document.webhooks.frost.post.operationId = "onCold"),
  ],
  [
    "minor: A body was added to webhook `onFrost`",
    "major: The body of webhook `onFrost` was removed",
    (g) => (g.document.webhooks.frost.post.requestBody = text),
  ],
  [
    "major: `application/json` was added to the 204 response of webhook `onFrost`",
    "major: `application/json` was removed from the 204 response of webhook `onFrost`",
    (g) => (g.document.webhooks.frost.post.responses[204] = { description: "Noted.", ...text }),
  ],
  [
    "patch: `summary` of webhook `onFrost` was edited",
    "patch: `summary` of webhook `onFrost` was edited",
    (g) => (g.document.webhooks.frost.post.summary = "Frost"),
  ],
  // Servers
  [
    "major: The default of variable `region` of server `https://{region}.garden.example/{base}` is now `south` instead of `north`",
    "major: The default of variable `region` of server `https://{region}.garden.example/{base}` is now `north` instead of `south`",
    (g) => (g.document.servers[0].variables.region.default = "south"),
  ],
  [
    "minor: Variable `region` of server `https://{region}.garden.example/{base}` can now be `east`",
    "major: Variable `region` of server `https://{region}.garden.example/{base}` can no longer be `east`",
    (g) => g.document.servers[0].variables.region.enum.push("east"),
  ],
  [
    "patch: `description` of variable `base` of server `https://{region}.garden.example/{base}` was edited",
    "patch: `description` of variable `base` of server `https://{region}.garden.example/{base}` was edited",
    (g) => (g.document.servers[0].variables.base.description = "Its version."),
  ],
  [
    "major: Server `https://water.garden.example` was removed from `waterPlant`; major: `waterPlant` has no server of its own any more",
    "major: The default server of `waterPlant` is now `https://water.garden.example`; minor: Server `https://water.garden.example` was added to `waterPlant`",
    (g) => delete g.document.paths["/plants/{plant}/water"].servers,
  ],
])("%s; back, %s", (there, back, edit) => {
  const after = edited(edit);
  const told = (...apis: [Api, Api]) =>
    compare(...apis)
      .map(({ bump, sentence }) => `${bump}: ${sentence}`)
      .join("; ") || "none";
  expect(told(original, after)).toBe(there);
  expect(told(after, original)).toBe(back);
});
