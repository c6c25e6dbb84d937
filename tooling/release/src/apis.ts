import { inspect } from "node:util";
import type { Api, Operation, SecurityRequirement, SecurityScheme, Server } from "@qoder/work-codegen";
import type { Difference, Found, Inside } from "./compare.ts";
import { effectsOf, lower } from "./keywords.ts";
import { compareLists } from "./lists.ts";
import { isText } from "./normal.ts";

/** Compares what two APIs say as a whole. */
export function compareApis(before: Api, after: Api): Found[] {
  const operations = compareLists("operations", before.operations, after.operations);
  const [old, now] = [restOf(before), restOf(after)];
  const [server, newServer] = [before.servers[0], after.servers[0]];
  const isMoved = server?.url !== newServer?.url;
  const [info, newInfo] = [before, after].map(({ document }) => document["info"]) as [object, object];
  return [
    ...operations,
    ...operations.flatMap((found) => ("before" in found ? securityOf(before, after, found) : [])),
    ...(isMoved ? [defaultServer(server, newServer)] : []),
    ...compareLists("server", before.servers, after.servers),
    { keyword: "info", before: info, after: newInfo },
    ...Object.entries(before.securitySchemes).flatMap(([key, scheme]): Found[] => {
      const other = after.securitySchemes[key];
      // Another definition is a matter of the operations that use it.
      const isSame = definitionOf(scheme) === definitionOf(other);
      return other && isSame ? [{ keyword: "securitySchemes", key, before: scheme, after: other }] : [];
    }),
    ...Object.keys({ ...old, ...now }).flatMap((keyword) =>
      effectsOf(keyword, old[keyword], now[keyword], {}).map((effect) => ({
        effect,
        keyword,
        old: old[keyword],
        new: now[keyword],
      })),
    ),
  ];
}

/** The client calls the first server, unless a program chooses another. */
const defaultServer = (old: Server | undefined, now: Server | undefined): Found => ({
  effect: "default server changed",
  keyword: "server",
  old: old?.url,
  new: now?.url,
  node: now ?? old,
});

/** The parts that the model does not hold, or only as they are written; with the components that this uses. */
export function restOf({ document, operations }: Api): Record<string, unknown> {
  const { openapi: _, info, servers, security, paths, components = {}, ...rest } = document;
  const links = operations.map(({ callbacks, responses }) => [callbacks, responses.map((one) => one.links)]);
  const raw = JSON.stringify([rest, links]);
  const isUsed = (kind: string) => kind !== "schemas" && raw.includes(`"#/components/${kind}/`);
  const used = Object.entries(components as object).filter(([kind]) => isUsed(kind));
  return { ...rest, ...Object.fromEntries(used) };
}

/** Compares the ways to authenticate that an operation accepts. What a scheme is called means nothing. */
function securityOf(before: Api, after: Api, operation: Inside): Difference[] {
  const [{ security: old }, { security: now }] = [operation.before, operation.after] as [
    Operation,
    Operation,
  ];
  const [ways, newWays] = [waysOf(before, old), waysOf(after, now)];
  const isCovered = (way: Set<string>, by: Set<string>[]) =>
    by.some((one) => [...one].every((part) => way.has(part)));
  const isNarrower = !ways.every((way) => isCovered(way, newWays));
  if (!isNarrower && newWays.every((way) => isCovered(way, ways))) return [];
  const effect = isNarrower ? "narrowed" : "widened";
  const node = now.length > 0 ? now : operation.after;
  return [{ effect, keyword: "security", old, new: now, node, part: `\`${operation.key}\`` }];
}

/** The needs of a call in each of the ways that are accepted: schemes, as they are defined, and their scopes. */
const waysOf = ({ securitySchemes }: Api, security: SecurityRequirement[]): Set<string>[] =>
  (security.length > 0 ? security : [{}]).map((way) => {
    const needs = Object.entries(way).flatMap(([name, scopes]) =>
      ["", ...scopes].map((scope) => `${definitionOf(securitySchemes[name])} ${scope}`),
    );
    return new Set(needs);
  });

function definitionOf({ name, scheme, ...others }: Partial<SecurityScheme> = {}): string {
  const written = { ...others, name: others.in === "header" ? lower(name) : name, scheme: lower(scheme) };
  const rest = JSON.stringify(written, (key, value) => (isText(key) || key === "scopes" ? undefined : value));
  return inspect(JSON.parse(rest), { sorted: true, depth: 9 });
}
