import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { expect, test } from "vitest";
import { changesIn } from "./changes.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const schemas = "components/schemas";
const operation = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

test.each([
  [
    "a value of an enum, by the property that shows it",
    `${schemas}/WorkItemState.yaml`,
    (text: string) => text.replace("  - queued\n", "  - waiting\n"),
    ["WorkItem.state: + waiting, - queued"],
  ],
  [
    "a new property, without the ones inside it",
    `${schemas}/WorkItemData.yaml`,
    (text: string) =>
      `${text}  run:\n    type: object\n    description: A run.\n    properties: { id: { type: string } }\n`,
    ["+ WorkItemData.run"],
  ],
  [
    "a text",
    `${schemas}/WorkItemState.yaml`,
    (text: string) => text.replace("Where the work item is", "Where it is"),
    ["WorkItem.state edited"],
  ],
  [
    "an answer that is gone",
    operation,
    (text: string) => text.replace(/ {4}"500":\n.*\n/, ""),
    ["getWorkItem: - 500", "- response InternalError", "- example InternalError", "- InternalServerError"],
  ],
  [
    "an operation with another name",
    operation,
    (text: string) => text.replace("getWorkItem", "getItem"),
    ["- getWorkItem", "+ getItem"],
  ],
  ["a comment, which is nothing", operation, (text: string) => `${text}# Nothing.\n`, []],
])("%s", async (_, file, edit, changes) => {
  await using copy = await editedCopy({ [file]: edit });
  const [before, after] = [await readApi(spec), await readApi(copy.file, { rules: "openapi" })];
  expect(changesIn(before.document, after.document).toSorted()).toStrictEqual(changes.toSorted());
});
