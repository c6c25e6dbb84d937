import { randomBytes } from "node:crypto";
import type { Api, Operation, Parameter } from "@qoder/work-codegen";
import { withHeaders } from "./credentials.ts";
import type { Probe } from "./exchange.ts";
import { paramsOf, refusedProbes, statusesOf } from "./probes.ts";
import { validValue } from "./sample.ts";

/** Ids on the server that the caller knows. */
export interface Known {
  /** Ids of things that exist and that the token may see, such as `work_id`; those that are missing are made up. */
  ids: Record<string, string>;
  /** An Environment that the token may not see. */
  foreign?: string | undefined;
  /** An Environment that is not self-hosted. */
  cloud?: string | undefined;
}

/** An answer that cannot be provoked, and why. */
export type NotRun = Pick<Probe, "operation" | "name" | "statuses"> & { reason: string };

/** Every documented status of an operation, as a request to a live server that provokes it, where there is one. */
export function liveProbes(api: Api, operation: Operation, known: Known, writes = false): (Probe | NotRun)[] {
  const documented = statusesOf(operation);
  const isSent = writes || changesNothing(operation);
  const possible = (isSent ? provoking(api, operation, known) : []).filter(({ statuses }) =>
    statuses.some((one) => documented.includes(one)),
  );
  const provoked = possible.flatMap(({ statuses }) => statuses);
  const reason = isSent ? "cannot be provoked from outside" : "may change something: needs --writes";
  const others = operation.responses.filter(({ status }) => !provoked.includes(Number(status)));
  return [
    ...possible.map(({ needs, ...probe }) => {
      const { name, statuses } = probe;
      return needs.length > 0 ? { operation, name, statuses, reason: `needs ${needs.join(" and ")}` } : probe;
    }),
    ...others.map(({ status, contents }) => ({
      operation,
      name: contents.flatMap(({ examples }) => Object.keys(examples)).join(", ") || `a ${status}`,
      statuses: [Number(status)].filter((one) => one > 0),
      reason,
    })),
  ];
}

/** A GET that must not be repeated, such as a poll that claims work, does more than read. */
const changesNothing = ({ method, idempotent }: Operation) =>
  ["get", "head", "options"].includes(method) && idempotent;

/** Requests, each with the options without which it says nothing: its answer would have another reason. */
function provoking(api: Api, operation: Operation, { ids, foreign, cloud }: Known) {
  // A value that the spec lists is no id of a thing.
  const inPath = operation.parameters.filter((one) => one.in === "path" && !isListed(one));
  const required = operation.parameters.filter((one) => one.in === "path" || one.required);
  const params: Record<string, unknown> = {
    ...paramsOf({ ...operation, parameters: required }),
    ...Object.fromEntries(inPath.map((one) => [one.name, ids[one.name] ?? madeUp(one)])),
  };
  const success = statusesOf(operation).filter((status) => status < 300);
  const unknown = (parameters: Parameter[]) =>
    parameters.filter(({ name }) => !ids[name]).map(({ name }) => flagOf(name));
  const probe = (name: string, statuses: number[], needs: string[], more: Partial<Probe> = {}) => ({
    ...{ operation, params, name, statuses, needs },
    ...more,
  });
  const inEnvironment = (name: string, status: number, flag: string, id: string | undefined) =>
    "environment_id" in params
      ? [probe(name, [status], id ? [] : [flag], { params: { ...params, environment_id: id } })]
      : [];
  const authorized = (write: (own: string | null) => string | undefined) => ({
    alter: (request: Request) =>
      withHeaders(request, { authorization: write(request.headers.get("authorization")) }),
  });
  const { security } = operation;
  const isBearer = security.some((one) =>
    Object.keys(one).some((name) => api.securitySchemes[name]?.scheme?.toLowerCase() === "bearer"),
  );
  const isGuarded = isBearer && security.every((one) => Object.keys(one).length > 0);
  const unknownToken = authorized(() => "Bearer pt-unknown");
  const lower = authorized((own) => own?.replace("Bearer", "bearer"));
  return [
    probe("what exists", success, unknown(inPath)),
    ...inPath.map((one, at) =>
      probe(`an unknown ${one.name}`, [404], unknown(inPath.slice(0, at)), {
        params: { ...params, [one.name]: madeUp(one) },
      }),
    ),
    ...inEnvironment("an Environment that the token may not see", 403, "--foreign-environment", foreign),
    ...inEnvironment("an Environment that is not self-hosted", 400, "--cloud-environment", cloud),
    ...refusedProbes(api, operation, params).map((one) => ({
      ...one,
      needs: one.breaks ? unknown(inPath.filter(({ name }) => name !== one.breaks?.param)) : [],
    })),
    // HTTP takes a scheme in any letters (RFC 9110, 11.1), the spec shows one only: taken or refused, both keep the promise.
    ...(changesNothing(operation) && isBearer
      ? [probe("a scheme in lower case", [...success, 401], unknown(inPath), lower)]
      : []),
    ...(isGuarded ? [probe("an unknown token", [401], [], unknownToken)] : []),
  ];
}

/** The option that takes an id: `--work` for `work_id`. */
export const flagOf = (parameter: string): string =>
  `--${parameter.replace(/_id$/, "").replaceAll("_", "-")}`;

/** Whether the spec lists the values of a parameter. */
export const isListed = ({ schema: { type, enum: values, const: only } }: Parameter) =>
  type === "boolean" || values !== undefined || only !== undefined;

/** An id of the right kind that nothing has: a prefix with random digits, or what else the schema allows. */
const madeUp = (parameter: Parameter): unknown => {
  const { pattern = "", type, format, maxLength } = parameter.schema;
  const isPrefix = type === "string" && !format && /^(\^[\w-]+)?$/.test(pattern);
  const id = pattern.replace("^", "") + randomBytes(16).toString("hex");
  return isPrefix ? id.slice(0, maxLength) : validValue(parameter.schema);
};
