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
import { mutantsOf } from "../test/mutants.ts";
import { type PrismOperation, prismOperationsOf } from "../test/prism-server.ts";
import { workItem } from "../test/spec.ts";
import { exchangesOf } from "../test/suite.ts";
import { conformanceOf } from "./conformance.ts";
import { judgeOf } from "./judge.ts";

/** Lists, with pages and a required parameter in the query, what has each optional or nullable kind of field. */
const list = `get:
  operationId: listEvents
  summary: List events
  description: Returns what happened in an Environment.
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
      description: Number of events on a page.
      schema:
        type: integer
        minimum: 1
  responses:
    "200":
      description: One page of events.
      content:
        application/json:
          schema:
            $ref: ../components/schemas/EventList.yaml
          examples:
            page:
              summary: A page
              value:
                data:
                  - name: started
                    actor:
                      name: Ada
                    labels:
                      team: a
                    causes:
                      - due
                    source: null
                  - name: stopped
                    source: null
                has_more: false
                next_page: null
            empty:
              summary: No events
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
const eventList = `type: object
description: A page of events.
required: [data, has_more, next_page]
properties:
  data:
    type: array
    description: Events, the newest first.
    items:
      $ref: Event.yaml
  has_more:
    type: boolean
    description: Whether there is another page.
  next_page:
    type: [string, "null"]
    description: The next page. \`null\` on the last.
`;
const event = `type: object
description: An event.
required: [name, source]
properties:
  name:
    type: string
    description: Its name.
  actor:
    type: object
    description: Who caused it.
    properties:
      name:
        type: string
        description: A name.
  labels:
    type: object
    description: Labels.
    additionalProperties:
      type: string
  causes:
    type: array
    description: Reasons.
    items:
      type: string
  source:
    type: [object, "null"]
    description: Where it comes from. \`null\` if unknown.
    required: [host]
    properties:
      host:
        type: string
        description: A host.
  follows:
    $ref: Event.yaml
`;
const path = "/api/v1/cloud/environments/{environment_id}/events";
const owner = "  owner:\n    type: object\n    description: Who owns it.\n    properties:\n      name:\n";

let api: Api;
let mock: Mock;
let create: typeof createClient;
let edited: Operation[];

beforeAll(async () => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) => text.replace("paths:\n", `paths:\n  ${path}:\n    $ref: paths/events.yaml\n`),
    "paths/events.yaml": () => list,
    "components/schemas/EventList.yaml": () => eventList,
    "components/schemas/Event.yaml": () => event,
    "components/schemas/WorkItem.yaml": (text) =>
      `${text}${owner}        type: string\n        description: A name.\n`,
    "components/examples/WorkItemActive.yaml": (text) => `${text}  owner:\n    name: Ada\n`,
  });
  api = await readApi(copy.file);
  mock = await startMock({ spec: copy.file });
  create = await madeClient(api);
  edited = api.operations.filter(({ id }) => [workItem.id, "listEvents"].includes(id));
}, 60_000);
afterAll(() => mock.close());

test("answers and requests keep the contract, and every cell of it is exercised", async () => {
  const judge = judgeOf(api);
  for (const operation of edited) {
    const exchanges = await exchangesOf(operation, {
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
  const served = await prismOperationsOf(api);
  for (const operation of edited) {
    const isNew = operation.id === workItem.id ? /owner/ : /^listEvents (?![45])/;
    const mutants = [...mutantsOf(operation, served.get(operation) as PrismOperation)];
    const concerned = mutants.filter(({ at }) => isNew.test(at));
    expect(concerned.length).toBeGreaterThan(2);
    expect(survivorsOf(await driftOf(suiteOf(operation), concerned, judge, create))).toStrictEqual([]);
  }
}, 60_000);

test("a live server passes", async () => {
  const { rows } = await conformanceOf({
    operations: edited,
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
