import { inspect, isDeepStrictEqual as isSame } from "node:util";
import {
  type Api,
  type Schema,
  type SecurityRequirement,
  type SecurityScheme,
  type Server,
  stand,
} from "@qoder/work-codegen";
import { isBytes, kindOf, normal, nothing } from "./normal.ts";
import { isText, lower, type Value } from "./values.ts";

const forms = new WeakMap<object, Value>();

/** A node of an API in the form that stands for all ways to write it. */
export function formOf(node: object, api: Api): Value {
  const form = forms.get(node) ?? made(node, api);
  forms.set(node, form);
  return form;
}

function made(node: Value, api: Api): Value {
  const { servers, security, ...form } = node === api ? rootOf(api) : withFields(normal(node), node);
  const isOwn = servers && (node === api || !isSame(servers, api.servers));
  return {
    ...form,
    ...(form.mediaType && isBytes(form.schema) && { schema: nothing }),
    // The client calls the first server, unless a program chooses another.
    ...(isOwn && { server: servers, servers: servers[0]?.url }),
    ...(security && { security, needs: needsOf(security, api) }),
  };
}

/** The statements of an API as a whole. The rest of the document is compared as it is written. */
function rootOf({ document, operations, webhooks, servers, securitySchemes }: Api): Value {
  const { openapi: _, security, paths, components: __, ...rest }: Value = document;
  const own = stand<Server>({ url: "/", description: "", variables: {} }, document);
  const called = servers.length > 0 ? servers : [own];
  return { ...rest, operations, webhooks, servers: called, securitySchemes };
}

/** A schema with a node for each field that is sent, and for each that is received. */
function withFields(form: Value, node: object): Value {
  const { properties = {}, required = [], additionalProperties = nothing, ...rest } = form;
  if (typeof required === "boolean") return form;
  const kind = kindOf(additionalProperties);
  const names = new Set<string>([...Object.keys(properties), ...required]);
  const fields = [...names].flatMap((name) => {
    const named: Schema | undefined = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const sides = [!named?.readOnly && "request", !named?.writeOnly && "response"].filter(Boolean);
    return sides.map((side) => {
      const own = { name, side, required: required.includes(name), named: named && true };
      return stand({ ...own, field: named ?? additionalProperties }, named ?? node);
    });
  });
  return {
    ...rest,
    ...(fields.length > 0 && { fields }),
    ...(kind === "map" && { additionalProperties }),
    ...(kind !== "any" && { otherFields: kind }),
  };
}

/** The needs of a call in each of the ways that are accepted: schemes, as they are defined, and their scopes. */
const needsOf = (security: SecurityRequirement[], { securitySchemes }: Api): string[][] => {
  const ways = (security.length > 0 ? security : [{}]).flatMap((way) =>
    Object.entries(way).reduce<string[][]>(
      (all, [name, scopes]) =>
        flowsOf(securitySchemes[name]).flatMap((scheme) => {
          const needs = ["", ...scopes].map((scope) => `${definitionOf(scheme)} ${scope}`);
          return all.map((one) => [...one, ...needs].toSorted());
        }),
      [[]],
    ),
  );
  return [...Map.groupBy(ways, String)].toSorted().map(([, [way = []]]) => way);
};

/** A scheme with each of its flows, because a call is accepted after any of them. */
const flowsOf = (scheme: Value): Value[] => {
  const flows = Object.entries(scheme?.flows ?? {});
  return flows.length > 1
    ? flows.map((flow) => ({ ...scheme, flows: Object.fromEntries([flow]) }))
    : [scheme];
};

/** All that counts of a security scheme, so that its name means nothing. */
export function definitionOf({ name, scheme, ...others }: Partial<SecurityScheme> = {}): string {
  const written = { ...others, name: others.in === "header" ? lower(name) : name, scheme: lower(scheme) };
  const isSaid = (key: string) => key !== "flows" && (isText(key) || key === "scopes");
  const rest = JSON.stringify(written, (key, value) => (isSaid(key) ? undefined : value));
  return inspect(JSON.parse(rest), { sorted: true, depth: 9 });
}
