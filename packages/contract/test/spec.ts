import { fileURLToPath } from "node:url";
import { type Operation, readApi } from "@qoder/work-codegen";
import { judgeOf } from "../src/judge.ts";

/** The spec of the repository, read once for all tests. */
const specFile = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
export const api = await readApi(specFile, { rules: "generator" });
export const judge = judgeOf(api);

/** The operation that reads a work item, which the faults of a server are about. */
export const workItem = api.operations.find(
  ({ method, responses }) =>
    method === "get" &&
    responses.some(({ contents: [content] }) => content?.schema === api.schemas["WorkItem"]),
) as Operation;
