import { inspect } from "node:util";
import type { Api, Operation, SecurityRequirement, SecurityScheme, Server } from "@qoder/work-codegen";
import type { Difference, Found, Inside } from "./differences.ts";
import { effectOf, lower } from "./keywords.ts";
import { compareLists } from "./lists.ts";
import { isText } from "./normal.ts";

/** Compares what two APIs say as a whole. */
export function compareApis(before: Api, after: Api): Found[] {
  const operations = compareLists(before.operations, after.operations, "operations", before, after);
  const both = operations.filter((found): found is Inside => "before" in found);
  const [old, now] = [restOf(before), restOf(after)];
  return [
    ...operations,
    { keyword: "info", before: before.document["info"] as object, after: after.document["info"] as object },
    ...serversOf(before.servers, after.servers),
    ...both.flatMap((operation) => securityOf(before, after, operation)),
    ...Object.entries(before.securitySchemes).flatMap(([key, scheme]): Found[] => {
      const other = after.securitySchemes[key];
      const isSame = definitionOf(scheme) === definitionOf(other);
      return other && isSame ? [{ keyword: "securitySchemes", key, before: scheme, after: other }] : [];
    }),
    ...Object.keys({ ...old, ...now }).flatMap((keyword): Found[] => {
      const effect = effectOf(keyword, old[keyword], now[keyword], {});
      return effect ? [{ effect, keyword, old: old[keyword], new: now[keyword] }] : [];
    }),
  ];
}

/** What the model does not hold, or only as it is written; with the components that this uses. */
export function restOf({ document, operations }: Api): Record<string, unknown> {
  const { openapi: _, info, servers, security, paths, components = {}, ...rest } = document;
  const links = operations.map(({ callbacks, responses }) => [
    callbacks,
    responses.map(({ links }) => links),
  ]);
  const raw = JSON.stringify([rest, links]);
  const kinds = Object.entries(components as object).filter(([kind]) =>
    raw.includes(`"#/components/${kind}/`),
  );
  return { ...rest, ...Object.fromEntries(kinds.filter(([kind]) => kind !== "schemas")) };
}

/** The client calls the first server, unless a program chooses another. */
function serversOf(old: Server[], now: Server[]): Found[] {
  const found = compareLists(old, now, "server", {}, {});
  const [was, is] = [old[0]?.url, now[0]?.url];
  if (was === is) return found;
  const isNews = (one: Found) => !("node" in one) || (one.node !== old[0] && one.node !== now[0]);
  const node = now[0] ?? old[0];
  return [
    { effect: "default server changed", keyword: "server", old: was, new: is, node },
    ...found.filter(isNews),
  ];
}

/** Compares the ways to authenticate that an operation accepts. What a scheme is called means nothing. */
function securityOf(before: Api, after: Api, operation: Inside): Difference[] {
  const [old, now] = [operation.before, operation.after].map((one) => (one as Operation).security) as [
    SecurityRequirement[],
    SecurityRequirement[],
  ];
  const [ways, newWays] = [waysOf(before, old), waysOf(after, now)];
  const isPart = (some: Set<string>, all: Set<string>) => [...some].every((one) => all.has(one));
  const isNarrower = !ways.every((way) => newWays.some((one) => isPart(one, way)));
  if (!isNarrower && newWays.every((way) => ways.some((one) => isPart(one, way)))) return [];
  const node = now.length > 0 ? now : operation.after;
  return [
    {
      effect: isNarrower ? "narrowed" : "widened",
      keyword: "security",
      old,
      new: now,
      node,
      part: `\`${operation.key}\``,
    },
  ];
}

/** What a call needs in each of the ways that are accepted: schemes, as they are defined, and their scopes. */
const waysOf = ({ securitySchemes }: Api, security: SecurityRequirement[]): Set<string>[] =>
  (security.length > 0 ? security : [{}]).map((way) => {
    const needs = Object.entries(way).map(([name, scopes]) => ({
      scheme: definitionOf(securitySchemes[name]),
      scopes,
    }));
    return new Set(
      needs.flatMap(({ scheme, scopes }) => [scheme, ...scopes.map((scope) => `${scheme} ${scope}`)]),
    );
  });

function definitionOf({ name, scheme, ...others }: Partial<SecurityScheme> = {}): string {
  const written = { ...others, name: others.in === "header" ? lower(name) : name, scheme: lower(scheme) };
  const rest = JSON.stringify(written, (key, value) => (isText(key) || key === "scopes" ? undefined : value));
  return inspect(JSON.parse(rest), { sorted: true, depth: 9 });
}
