import type { createClient } from "@qoder/work-client";
import { type Api, type Operation, readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellsOf } from "../test/coverage.ts";
import { driftOf, suiteOf, survivorsOf } from "../test/drift.ts";
import { driftingSend } from "../test/drifting-server.ts";
import { world } from "../test/faults.ts";
import { madeClient } from "../test/made-client.ts";
import { type MockOperation, mockOperationsOf } from "../test/mock-server.ts";
import { mutantsOf } from "../test/mutants.ts";
import { workItem } from "../test/spec.ts";
import { exchangesOf } from "../test/suite.ts";
import { conformanceOf } from "./conformance.ts";
import { judgeOf } from "./judge.ts";

/** Lists, with pages and a required parameter in the query, what has each optional or nullable kind of field. */
const list = `get:
  operationId: listComets
  summary: List comets
  description: Returns the comets over an Environment.
  tags:
    - Work
  parameters:
    - $ref: ../components/parameters/EnvironmentId.yaml
    - name: since
      in: query
      required: true
      description: The first day.
      schema:
        type: string
        pattern: ^\\d{4}-\\d\\d-\\d\\d$
        examples:
          - "2026-07-01"
    - name: limit
      in: query
      description: Number of comets on a page.
      schema:
        type: integer
        minimum: 1
  responses:
    "200":
      description: One page of comets.
      content:
        application/json:
          schema:
            $ref: ../components/schemas/CometList.yaml
          examples:
            page:
              summary: A page
              value:
                data:
                  - name: Halley
                    finder:
                      name: Ada
                    labels:
                      team: a
                    sightings:
                      - "1986"
                    origin: null
                  - name: Encke
                    origin: null
                has_more: false
                next_page: null
            empty:
              summary: No comets
              value:
                data: []
                has_more: false
                next_page: null
    "400":
      $ref: ../components/responses/InvalidRequest.yaml
    "401":
      $ref: ../components/responses/Unauthenticated.yaml
    "404":
      $ref: ../components/responses/NotFound.yaml
`;
/** Creates, changes and deletes: bodies, a header, a list in the query, and an answer without a body. */
const writes = `
post:
  operationId: createComet
  summary: Create a comet
  description: Adds a comet.
  tags:
    - Work
  parameters:
    - $ref: ../components/parameters/EnvironmentId.yaml
    - name: Idempotency-Key
      in: header
      required: true
      description: Tells a repeated request from a new one.
      schema:
        type: string
        minLength: 8
        maxLength: 40
        examples:
          - comet-key-1
  requestBody:
    required: true
    description: The comet.
    content:
      application/json:
        schema:
          type: object
          required: [name, size]
          properties:
            name:
              type: string
              pattern: ^[A-Z][a-z]+$
              description: Its name.
            size:
              type: integer
              minimum: 1
              maximum: 900
              description: Kilometers.
            seen:
              type: string
              format: date
              description: The first day.
        examples:
          halley:
            summary: Halley
            value:
              name: Halley
              size: 11
  responses:
    "201":
      description: The comet.
      headers:
        location:
          required: true
          description: Its URL.
          schema:
            type: string
            examples:
              - /comets/1
      content:
        application/json:
          schema:
            $ref: ../components/schemas/Comet.yaml
          examples:
            created:
              summary: A comet
              value:
                name: Halley
                origin: null
    "400":
      $ref: ../components/responses/InvalidRequest.yaml
    "401":
      $ref: ../components/responses/Unauthenticated.yaml
delete:
  operationId: deleteComets
  summary: Delete comets
  description: Deletes comets by their names.
  tags:
    - Work
  parameters:
    - $ref: ../components/parameters/EnvironmentId.yaml
    - name: names
      in: query
      required: true
      explode: false
      description: Their names.
      schema:
        type: array
        maxItems: 3
        items:
          type: string
          maxLength: 20
        examples:
          - [Halley, Encke]
  responses:
    "204":
      description: They are gone.
    "400":
      $ref: ../components/responses/InvalidRequest.yaml
    "401":
      $ref: ../components/responses/Unauthenticated.yaml
`;
const cometList = `type: object
description: A page of comets.
required: [data, has_more, next_page]
properties:
  data:
    type: array
    description: Comets, the newest first.
    items:
      $ref: Comet.yaml
  has_more:
    type: boolean
    description: Whether there is another page.
  next_page:
    type: [string, "null"]
    description: The next page. \`null\` on the last.
`;
const comet = `type: object
description: A comet.
required: [name, origin]
properties:
  name:
    type: string
    description: Its name.
  finder:
    type: object
    description: Who found it.
    properties:
      name:
        type: string
        description: A name.
  labels:
    type: object
    description: Labels.
    additionalProperties:
      type: string
  sightings:
    type: array
    description: Years.
    items:
      type: string
  origin:
    type: [object, "null"]
    description: Where it comes from. \`null\` if unknown.
    required: [cloud]
    properties:
      cloud:
        type: string
        description: A cloud.
  follows:
    $ref: Comet.yaml
`;
const path = "/api/v1/cloud/environments/{environment_id}/comets";
const keeper = "  keeper:\n    type: object\n    description: Who keeps it.\n    properties:\n      name:\n";

let api: Api;
let mock: Mock;
let create: typeof createClient;
let edited: Operation[];

beforeAll(async () => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) => text.replace("paths:\n", `paths:\n  ${path}:\n    $ref: paths/comets.yaml\n`),
    "paths/comets.yaml": () => list + writes,
    "components/schemas/CometList.yaml": () => cometList,
    "components/schemas/Comet.yaml": () => comet,
    "components/schemas/WorkItem.yaml": (text) =>
      `${text}${keeper}        type: string\n        description: A name.\n`,
    "components/examples/WorkItemActive.yaml": (text) => `${text}  keeper:\n    name: Ada\n`,
  });
  api = await readApi(copy.file);
  mock = await startMock({ spec: copy.file });
  create = await madeClient(api);
  edited = api.operations.filter(({ id }) =>
    [workItem.id, "listComets", "createComet", "deleteComets"].includes(id),
  );
});
afterAll(() => mock.close());

test("answers and requests keep the contract, and every cell of it is exercised", async () => {
  const judge = judgeOf(api);
  for (const operation of edited) {
    const exchanges = await exchangesOf(api, operation, {
      baseUrl: mock.url,
      token: "pt-any",
      send: fetch,
      create,
    });
    expect(exchanges.flatMap(judge)).toStrictEqual([]);
    const others = cellsOf(operation, exchanges).filter(({ cases }) => cases.length === 0);
    expect(others.map(({ part, at, rule }) => `${part} ${at} ${rule}`)).toStrictEqual([]);
  }
});

test("every breaking mutant of what is new is noticed, and no compatible one is called broken", async () => {
  const judge = judgeOf(api);
  const served = await mockOperationsOf(api);
  for (const operation of edited) {
    // The list has the bodies of answers that the writes have too.
    const isNew = operation.id === workItem.id ? /keeper/ : /^(listComets (?![45])|\w+ (?!\d+ \/|[45]))/;
    const suite = suiteOf(api, operation);
    const mutants = [...mutantsOf(operation, served.get(operation) as MockOperation, suite)];
    const concerned = mutants.filter(({ at }) => isNew.test(at));
    expect(concerned.length).toBeGreaterThan(2);
    expect(survivorsOf(await driftOf(suite, concerned, judge, { create }))).toStrictEqual([]);
  }
});

test("a live server passes", async () => {
  const { rows } = await conformanceOf({
    api: { ...api, operations: edited },
    judge: judgeOf(api),
    baseUrl: "http://127.0.0.1",
    token: world.token,
    known: { ids: { environment_id: world.environment, work_id: world.work } },
    pause: 0,
    send: driftingSend(edited),
    create,
  });
  expect(rows.filter(({ result }) => result !== "passed" && result !== "not run")).toStrictEqual([]);
});
