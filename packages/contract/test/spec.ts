import { fileURLToPath } from "node:url";
import { isBasic, type Operation, otherSchemesOf, readApi, tokenSchemeOf } from "@qoder/work-codegen";
import { judgeOf } from "../src/judge.ts";

/** The spec of the repository, read once for all tests. */
const specFile = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
export const api = await readApi(specFile, { rules: "generator" });
export const judge = judgeOf(api);

/** A credential of each scheme besides that of the token. */
export const credentials = Object.fromEntries(
  otherSchemesOf(api).map(([name, scheme]) => [
    name,
    isBasic(scheme) ? { username: "ada", password: "a:b" } : "key",
  ]),
);

/** The operation that reads a work item, which the faults of a server are about. */
export const workItem = api.operations.find(
  ({ method, responses }) =>
    method === "get" &&
    responses.some(({ contents: [content] }) => content?.schema === api.schemas["WorkItem"]),
) as Operation;

const token = api.securitySchemes[tokenSchemeOf(api) ?? ""];
/** The places where a bearer token is refused, each as a fault names it. */
export const refused = (token?.scheme === "bearer" ? (token["x-refused"] ?? []) : []) as {
  in: string;
  name: string;
}[];
