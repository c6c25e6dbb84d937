import { contractOf } from "./contract.ts";
import type { Node, Spec } from "./spec.ts";

export type Side = "request" | "response";

/** A part of the API that a client meets as one: a parameter, a response, or what an operation is. */
export interface Place {
  /** The same in two versions of the spec, such as `GET /work/{} response 200`. */
  key: string;
  /** For readers, such as ["200 response", "getWorkItem"]. */
  label: [part: string, operation: string];
  side: Side;
  /** Where it stands in the spec, following `$ref`s. */
  path: string[];
  /** The components that it is made of, as `$ref`s. */
  components: Set<string>;
  contract: unknown;
}

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every place of a spec. */
export function placesOf(spec: Spec): Place[] {
  const { servers, security, components } = spec.dereferenced as Record<string, Node>;
  const securitySchemes = components?.["securitySchemes"];
  const api: Place = {
    key: "API",
    label: ["", ""],
    side: "request",
    path: [],
    components: new Set(),
    contract: contractOf({ servers, security, securitySchemes }),
  };
  const paths = Object.keys((spec.dereferenced["paths"] as Node | undefined) ?? {});
  return [api, ...paths.flatMap((path) => placesOfPath(spec, path))];
}

function placesOfPath(spec: Spec, path: string): Place[] {
  const item = nodeAt(spec.dereferenced, ["paths", path]) as Record<string, Node>;
  return methods.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const { parameters: own, responses, requestBody, operationId, ...rest } = operation;
    const name = operationNameOf(spec, path, method);
    const at = ["paths", path, method];
    const place = (key: string, part: string, side: Side, where: string[], contract: unknown): Place => ({
      key: `${method} ${path.replace(/\{[^}]*\}/g, "{}")} ${key}`,
      label: [part, name],
      side,
      path: where,
      components: componentsUnder(spec, nodeAt(spec.bundled, where)),
      contract: contractOf(contract),
    });
    // The operation's own parameters come first, because they replace those of the path with the same name.
    const listed = [
      ...list(own).map((_, index) => [...at, "parameters", `${index}`]),
      ...list(item["parameters"]).map((_, index) => ["paths", path, "parameters", `${index}`]),
    ];
    return [
      { ...place("", "", "request", at, { path, operationId, ...rest }), components: new Set<string>() },
      ...listed.map((where) => {
        const parameter = nodeAt(spec.dereferenced, where) as Node;
        const { in: kind, name: called } = parameter;
        return place(`${kind} ${called}`, `parameter \`${called}\``, "request", where, parameter);
      }),
      ...(requestBody ? [place("body", "request body", "request", [...at, "requestBody"], requestBody)] : []),
      ...Object.entries(responses ?? {}).map(([status, response]) =>
        place(status, `${status} response`, "response", [...at, "responses", status], response),
      ),
    ];
  });
}

const list = (node: unknown) => (Array.isArray(node) ? node : []);

/** The operationId, or method and path where there is none. */
export function operationNameOf({ dereferenced }: Spec, path: string, method: string): string {
  const { operationId } = (nodeAt(dereferenced, ["paths", path, method]) ?? {}) as Node;
  return typeof operationId === "string" ? operationId : `${method.toUpperCase()} ${path}`;
}

/** What stands at a path of a document, following `$ref`s on the way. */
export function nodeAt(document: Node, path: string[]): unknown {
  return path.reduce<unknown>((node, key) => (resolved(document, node) as Node | undefined)?.[key], document);
}

export function resolved(document: Node, node: unknown): unknown {
  const ref = refOf(node);
  return ref === undefined ? node : resolved(document, nodeAt(document, tokensOf(ref)));
}

export const refOf = (node: unknown) => (node as { $ref?: string } | undefined)?.$ref;

/** `#/paths/~1work` as ["paths", "/work"]. */
export const tokensOf = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

function componentsUnder(spec: Spec, node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== "object" || node === null) return found;
  const ref = refOf(node);
  if (typeof ref === "string" && !found.has(ref)) {
    found.add(ref);
    componentsUnder(spec, nodeAt(spec.bundled, tokensOf(ref)), found);
  }
  for (const child of Object.values(node)) componentsUnder(spec, child, found);
  return found;
}
