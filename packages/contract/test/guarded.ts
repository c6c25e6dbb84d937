import { type Api, type Operation, tokenSchemeOf } from "@qoder/work-codegen";
import { madeClient } from "./made-client.ts";
import { api as spec, workItem } from "./spec.ts";

const own = tokenSchemeOf(spec) ?? "";
const Bearer = { type: "http", scheme: "bearer", description: "" };
const name = spec.securitySchemes[own]?.scheme === "bearer" ? own : "Bearer";
const security = [{ [name]: [] }];
const isWritten = JSON.stringify(workItem.security) === JSON.stringify(security);

/** The operation that reads a work item, with a bearer token, which the faults are about, also where the spec has another scheme. */
export const operation: Operation = isWritten ? workItem : { ...workItem, security };
export const api: Api = {
  ...spec,
  operations: [operation],
  ...(!isWritten && { securitySchemes: { [name]: spec.securitySchemes[name] ?? Bearer } }),
  where: (node, ...path) => spec.where(node === operation ? workItem : node, ...path),
};
/** The client of this API. */
export const create = isWritten ? undefined : await madeClient(api);
