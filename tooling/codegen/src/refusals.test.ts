import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { modelOf } from "../test/model.ts";
import { editedCopy } from "../test/spec-copy.ts";
import { parseYaml } from "../test/yaml.ts";
import { SpecError } from "./lint.ts";
import { readApi } from "./read.ts";
import { refusals } from "./refusals.ts";

const garden = readFileSync(new URL("../test/garden.yaml", import.meta.url), "utf8");
// biome-ignore lint/suspicious/noExplicitAny: a document
type Json = any;

/** The refusals of the garden after an edit, as `id: place: reason`. */
function refusedAfter(edit: (document: Json) => void): string[] {
  const document = parseYaml(garden) as Json;
  edit(document);
  const api = modelOf(document);
  return refusals(api).map(
    ({ operation, at, reason }) =>
      `${operation.id} ${api.where(...at).file.replace(/^#.paths./, "")} ${reason}`,
  );
}

test("every construct of the garden is taken", () => {
  expect(refusedAfter(() => {})).toStrictEqual([]);
});

const object = { type: "object" };
const content = (mediaType: string, schema: object = object) => ({ [mediaType]: { schema } });
const plants = (document: Json) => document.paths["/plants"];
const first = (document: Json) => plants(document).get.parameters[0];

describe("is refused:", () => {
  test.each<[string, (document: Json) => void, RegExp]>([
    [
      "a cookie parameter",
      (document) => (first(document).in = "cookie"),
      /parameters\/0\/in The client sends no cookies/,
    ],
    [
      "a parameter with content",
      (document) =>
        (plants(document).get.parameters[0] = {
          name: "a",
          in: "query",
          content: content("application/json"),
        }),
      /content.* Use `schema`/,
    ],
    [
      "a nested query object",
      (document) => (first(document).schema = { ...object, properties: { a: object } }),
      /schema Objects or lists inside/,
    ],
    [
      "a list of lists in the query",
      (document) => (first(document).schema = { type: "array", items: { type: "array" } }),
      /schema Objects or lists inside/,
    ],
    [
      "a query parameter that is an alternative in one of its own alternatives",
      (document) => {
        const itself = { $ref: "#/components/schemas/Self" };
        document.components.schemas.Self = { anyOf: [{ type: "string" }, { anyOf: [itself] }] };
        first(document).schema = itself;
      },
      /schema Objects or lists inside/,
    ],
    [
      "an object in one of two alternatives of the path",
      (document) => (document.paths["/plants/{plant}"].parameters[0].schema = { anyOf: [{}, object] }),
      /schema Objects and nested lists have no form in a path/,
    ],
    [
      "an object in the path",
      (document) => (document.paths["/plants/{plant}"].parameters[0].schema = object),
      /schema Objects and nested lists have no form in a path/,
    ],
    [
      "a matrix path parameter",
      (document) => (document.paths["/plants/{plant}"].parameters[0].style = "matrix"),
      /style Style `matrix` is not supported\. Use `simple`/,
    ],
    [
      "a body that a GET needs",
      (document) =>
        (plants(document).get.requestBody = { required: true, content: content("application/json") }),
      /requestBody `fetch` sends no body with GET\. Use the query/,
    ],
    [
      "a binary body",
      (document) => (plants(document).post.requestBody.content = content("application/octet-stream")),
      /requestBody\/content A body must be JSON or a flat form; received application\/octet-stream/,
    ],
    [
      "a multipart body",
      (document) => (plants(document).post.requestBody.content = content("multipart/form-data")),
      /received multipart\/form-data/,
    ],
    [
      "a nested form",
      (document) =>
        (plants(document).post.requestBody.content = content("application/x-www-form-urlencoded", {
          ...object,
          properties: { a: object },
        })),
      /schema A form has flat fields/,
    ],
    [
      "an event stream",
      (document) => (plants(document).get.responses["200"].content = content("text/event-stream")),
      /content A success must be JSON or empty; received text\/event-stream/,
    ],
    [
      "an id that is no identifier",
      (document) => (plants(document).get.operationId = "list plants"),
      /operationId `operationId` must be an identifier, such as `getThing`; received "list plants"/,
    ],
    [
      "an id of the client",
      (document) => (plants(document).get.operationId = "http"),
      /operationId The client has a `http` already/,
    ],
    [
      "an id that any object has",
      (document) => (plants(document).get.operationId = "toString"),
      /operationId The client has a `toString` already/,
    ],
    [
      "two operations of one name",
      (document) => (plants(document).post.operationId = "listPlants"),
      /operationId `listPlants` is also the name of GET \/plants/,
    ],
    [
      "two parameters of one name",
      (document) => (first(document).name = "x-trace"),
      /name `x-trace` is the name of two parameters/,
    ],
    [
      "a parameter that is called body",
      (document) => (plants(document).post.parameters[0].name = "body"),
      /name `body` is the name/,
    ],
    [
      "a path parameter that is not declared",
      (document) => (document.paths["/plants/{plant}"].parameters = []),
      /The path has `\{plant\}`\. Declare this parameter/,
    ],
    [
      "a query in the path",
      (document) => (document.paths["/ping?a=b"] = document.paths["/ping"]),
      /The path has a query/,
    ],
    [
      "TRACE",
      (document) =>
        (plants(document).trace = { operationId: "tracePlants", responses: plants(document).get.responses }),
      /`fetch` cannot send TRACE/,
    ],
    [
      "security by a cookie",
      (document) => (document.components.securitySchemes.Key.in = "cookie"),
      /security No scheme is supported/,
    ],
  ])("%s", (_, edit, reason) => {
    expect(refusedAfter(edit).join("\n")).toMatch(reason);
  });
});

test("words that `-`, `/` and `.` join are one name, and an operation without an id is named by its path", () => {
  const document = parseYaml(garden) as Json;
  plants(document).get.operationId = "plants/list-all.now";
  delete document.paths["/plants/{plant}"].get.operationId;
  const ids = modelOf(document).operations.map(({ id }) => id);
  expect(ids).toContain("plantsListAllNow");
  expect(ids).toContain("getPlantsByPlant");
});

test("a body that a GET does not need is never sent", () => {
  const document = parseYaml(garden) as Json;
  plants(document).get.requestBody = { content: content("application/json") };
  const api = modelOf(document);
  expect(refusals(api)).toStrictEqual([]);
  expect(api.operations.find(({ id }) => id === plants(document).get.operationId)?.body).toBeUndefined();
});

test("in our own spec it is an error with file, line and what to do", async () => {
  const file = "components/parameters/WorkItemId.yaml";
  await using copy = await editedCopy({ [file]: (text) => `${text}style: label\n` });
  const error = await readApi(copy.file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecError);
  expect((error as SpecError).message).toContain(await copy.place(file, "style: label"));
  expect((error as SpecError).message).toContain("Style `label` is not supported. Use `simple`.");
});
