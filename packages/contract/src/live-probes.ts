import { randomBytes } from "node:crypto";
import { type Api, type Operation, type Parameter, prefixOf } from "@qoder/work-codegen";
import { authorization, withValue } from "./credentials.ts";
import type { Probe } from "./exchange.ts";
import { environments, optionOf } from "./options.ts";
import { paramsOf, refusedProbes, statusesOf } from "./probes.ts";
import { validValue } from "./sample.ts";

/** Ids on the server that the caller knows, each by its option, such as `work`. Those that are missing are made up. */
export type Known = Record<string, string>;

/** A request, or an answer that cannot be provoked, and why. */
type LiveProbe = Probe & { reason?: string };

/** Every documented status of an operation, as a request to a live server that provokes it, where there is one. */
export function liveProbes(api: Api, operation: Operation, known: Known, writes = false): LiveProbe[] {
  const documented = statusesOf(operation);
  const isSent = writes || changesNothing(operation);
  const probes = isSent ? provoking(api, operation, known) : [];
  const possible = probes.filter(({ statuses }) => statuses.some((one) => documented.includes(one)));
  const provoked = possible.flatMap(({ statuses }) => statuses);
  const reason = isSent ? "cannot be provoked from outside" : "may change something: needs --writes";
  const others = operation.responses.filter(({ status }) => !provoked.includes(Number(status)));
  return [
    ...possible,
    ...others.map(({ status, contents }) => ({
      operation,
      name: contents.flatMap(({ examples }) => Object.keys(examples)).join(", ") || `a ${status}`,
      params: {},
      statuses: [Number(status)].filter((one) => one > 0),
      reason,
    })),
  ];
}

/** A GET that must not be repeated, such as a poll that claims work, does more than read. */
const changesNothing = ({ method, idempotent }: Operation) =>
  ["get", "head", "options"].includes(method) && idempotent;

/** Requests, some with the options without which they say nothing: their answers would have another reason. */
function provoking(api: Api, operation: Operation, known: Known): LiveProbe[] {
  const { parameters, security } = operation;
  // A value that the spec lists is no id of a thing.
  const inPath = parameters.filter((one) => one.in === "path" && !isListed(one));
  const required = parameters.filter((one) => one.in === "path" || one.required);
  const params: Record<string, unknown> = {
    ...paramsOf({ ...operation, parameters: required }),
    ...Object.fromEntries(inPath.map((one) => [one.name, known[optionOf(one.name)] ?? madeUp(one)])),
  };
  const success = statusesOf(operation).filter((status) => status < 300);
  const optionsOf = (some: Parameter[]) => some.map(({ name }) => optionOf(name));
  const probe = (name: string, statuses: number[], needed: string[], own: Partial<Probe> = {}) => {
    const missing = needed.filter((option) => !known[option]).map((option) => `--${option}`);
    const reason = missing.length > 0 && { reason: `needs ${missing.join(" and ")}` };
    return { operation, name, params, statuses, ...own, ...reason };
  };
  const others = "environment_id" in params ? environments : [];
  const isBearer = security.some((one) =>
    Object.keys(one).some((name) => api.securitySchemes[name]?.scheme?.toLowerCase() === "bearer"),
  );
  const isGuarded = isBearer && security.every((one) => Object.keys(one).length > 0);
  const lower = (request: Request) =>
    withValue(request, authorization, request.headers.get("authorization")?.replace("Bearer", "bearer"));
  const unknown = (request: Request) => withValue(request, authorization, "Bearer pt-unknown");
  return [
    probe("what exists", success, optionsOf(inPath)),
    ...inPath.map((one, at) => {
      const other = { ...params, [one.name]: madeUp(one) };
      return probe(`an unknown ${one.name}`, [404], optionsOf(inPath.slice(0, at)), { params: other });
    }),
    ...others.map(({ option, name, status }) =>
      probe(name, [status], [option], { params: { ...params, environment_id: known[option] } }),
    ),
    ...refusedProbes(api, operation, params).map((one) => {
      const needed = one.breaks ? inPath.filter(({ name }) => name !== one.breaks?.param) : [];
      return probe(one.name, one.statuses, optionsOf(needed), one);
    }),
    // HTTP takes a scheme in any letters (RFC 9110, 11.1), the spec shows one only: taken or refused, both keep the promise.
    ...(changesNothing(operation) && isBearer && success.length > 0
      ? [probe("a scheme in lower case", [...success, 401], optionsOf(inPath), { alter: lower })]
      : []),
    ...(isGuarded ? [probe("an unknown token", [401], [], { alter: unknown })] : []),
  ];
}

/** Whether the spec lists the values of a parameter. */
export const isListed = ({ schema: { type, enum: values, const: only } }: Parameter) =>
  type === "boolean" || values !== undefined || only !== undefined;

/** An id of the right kind that nothing has: a prefix with random digits, or what else the schema allows. */
const madeUp = (parameter: Parameter): unknown => {
  const { pattern, type, format, maxLength } = parameter.schema;
  const prefix = pattern ? prefixOf(pattern) : "";
  if (type !== "string" || format || prefix === undefined) return validValue(parameter.schema);
  return (prefix + randomBytes(16).toString("hex")).slice(0, maxLength);
};
