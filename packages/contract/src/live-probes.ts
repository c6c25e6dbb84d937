import { randomBytes } from "node:crypto";
import type { Api, Operation, Parameter } from "@qoder/work-codegen";
import type { Probe } from "./exchange.ts";
import { paramsOf, refusedProbes, statusesOf, withHeaders } from "./probes.ts";
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
  const possible = isSent
    ? provoking(api, operation, known).filter(({ statuses }) =>
        statuses.some((one) => documented.includes(one)),
      )
    : [];
  const provoked = possible.flatMap(({ statuses }) => statuses);
  const reason = isSent ? "cannot be provoked from outside" : "may change something: needs --writes";
  const others = operation.responses.filter(({ status }) => !provoked.includes(Number(status)));
  return [
    ...possible,
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

function provoking(api: Api, operation: Operation, { ids, foreign, cloud }: Known): (Probe | NotRun)[] {
  const inPath = operation.parameters.filter((one) => one.in === "path");
  const required = operation.parameters.filter((one) => one.in === "path" || one.required);
  const samples = paramsOf({ ...operation, parameters: required });
  const params: Record<string, unknown> = {
    ...samples,
    ...Object.fromEntries(inPath.map((one) => [one.name, ids[one.name] ?? madeUp(one)])),
  };
  /** A probe that says nothing unless these parameters are known: the answer would have another reason. */
  const needing = (parameters: Parameter[], probe: Probe): Probe | NotRun => {
    const unknown = parameters.filter(({ name }) => !ids[name]).map(({ name }) => flagOf(name));
    const { name, statuses } = probe;
    return unknown.length > 0
      ? { operation, name, statuses, reason: `needs ${unknown.join(" and ")}` }
      : probe;
  };
  const environment = (kind: string, flag: string, status: number, id: string | undefined) => {
    const row = { operation, name: `an Environment that ${kind}`, statuses: [status] };
    if (!("environment_id" in params)) return [];
    return [id ? { ...row, params: { ...params, environment_id: id } } : { ...row, reason: `needs ${flag}` }];
  };
  const isBearer = operation.security.some((one) =>
    Object.keys(one).some((name) => api.securitySchemes[name]?.scheme?.toLowerCase() === "bearer"),
  );
  const success = statusesOf(operation).filter((status) => status < 300);
  return [
    needing(inPath, { operation, name: "what exists", params, statuses: success }),
    ...inPath.map((one, at) =>
      needing(inPath.slice(0, at), {
        operation,
        name: `an unknown ${one.name}`,
        params: { ...params, [one.name]: madeUp(one) },
        statuses: [404],
      }),
    ),
    ...environment("the token may not see", "--foreign-environment", 403, foreign),
    ...environment("is not self-hosted", "--cloud-environment", 400, cloud),
    ...refusedProbes(api, operation, params).map((probe) =>
      needing(probe.breaks ? inPath.filter(({ name }) => name !== probe.breaks?.param) : [], probe),
    ),
    // HTTP takes a scheme in any letters (RFC 9110, 11.1), the spec shows one only: taken or refused, both keep the promise.
    ...(changesNothing(operation) && isBearer
      ? [
          needing(inPath, {
            operation,
            name: "a scheme in lower case",
            params,
            alter: (request) =>
              withHeaders(request, {
                authorization: request.headers.get("authorization")?.replace("Bearer", "bearer"),
              }),
            statuses: [...success, 401],
          }),
        ]
      : []),
    {
      operation,
      name: "an unknown token",
      params,
      alter: (request) => withHeaders(request, { authorization: "Bearer pt-unknown" }),
      statuses: [401],
    },
  ];
}

/** The option that takes an id: `--work` for `work_id`. */
export const flagOf = (parameter: string): string =>
  `--${parameter.replace(/_id$/, "").replaceAll("_", "-")}`;

/** An id of the right kind that nothing has: a prefix with random digits, or what else the schema allows. */
const madeUp = (parameter: Parameter): unknown => {
  const { pattern = "", type, format } = parameter.schema;
  const isPrefix = type === "string" && !format && /^(\^[\w-]+)?$/.test(pattern);
  return isPrefix ? pattern.replace("^", "") + randomBytes(16).toString("hex") : validValue(parameter.schema);
};
