import { fileURLToPath } from "node:url";
import { isBasic, type Operation, otherSchemesOf, readApi } from "@qoder/work-codegen";
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

const schemes = workItem.security.flatMap((needed) =>
  Object.keys(needed).flatMap((name) => api.securitySchemes[name] ?? []),
);
/** Whether it takes a name and a password, so that credentials of this scheme are not wrong in themselves. */
export const takesBasic = schemes.some(isBasic);
export const takesBearer = schemes.some(({ scheme }) => scheme === "bearer");
/** The places where a token is refused, each as a fault names it. */
export const refused = schemes.flatMap(
  (scheme) => (scheme["x-refused"] ?? []) as { in: string; name: string }[],
);
