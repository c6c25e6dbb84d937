import { type Contract, contractOf } from "./contract.ts";
import { child, followed, nodeAt, partAt, wholeOf } from "./pointer.ts";
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
  /** The locations of what holds it, and its own. */
  trail: string[];
  contract: Contract;
}

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every place of a spec. */
export function placesOf(spec: Spec): Place[] {
  const contract = contractOf(spec, wholeOf(spec), ["paths", "components"]);
  // It follows the packages.
  contract.delete("/info/version");
  const schemes = partAt(spec, ["components", "securitySchemes"]);
  if (schemes.value) addAll(contract, "/components/securitySchemes", contractOf(spec, schemes));
  const api: Place = { key: "API", label: ["", ""], side: "request", path: [], trail: [], contract };
  const paths = Object.keys((spec.bundled["paths"] as Node | undefined) ?? {});
  // The names of the parameters do not tell two paths apart, unless nothing else does.
  const plain = (path: string) => path.replace(/\{[^}]*\}/g, "{}");
  const isAlone = (path: string) => paths.filter((other) => plain(other) === plain(path)).length === 1;
  const places = paths.flatMap((path) => placesOfPath(spec, path, isAlone(path) ? plain(path) : path));
  addUnused(spec, contract, places);
  return [api, ...places];
}

/** Components that no place is made of: only the client's types may have them. */
function addUnused(spec: Spec, contract: Contract, places: Place[]) {
  const used = new Set(
    places.flatMap((place) => [place, ...place.contract.values()]).flatMap(({ trail }) => trail),
  );
  const { securitySchemes, ...kinds } = (spec.bundled["components"] ?? {}) as Record<string, Node>;
  for (const [kind, components] of Object.entries(kinds)) {
    for (const name of Object.keys(components)) {
      const part = partAt(spec, ["components", kind, name]);
      if (part.value === undefined || used.has(followed(spec, part).trail.at(-1) ?? "")) continue;
      const unused = contractOf(spec, part);
      for (const leaf of unused.values()) leaf.shape = "/components";
      addAll(contract, `/components/${kind}/${name}`, unused);
    }
  }
}

function placesOfPath(spec: Spec, path: string, called: string): Place[] {
  const item = followed(spec, partAt(spec, ["paths", path]));
  return methods.flatMap((method) => {
    const operation = followed(spec, child(item, method));
    if (!operation.value) return [];
    const name = operationNameOf(spec, path, method);
    const at = ["paths", path, method];
    const place = (key: string, part: string, side: Side, where: string[], left?: string[]): Place => {
      const { trail } = followed(spec, partAt(spec, where));
      return {
        key: `${method} ${called} ${key}`,
        label: [part, name],
        side,
        path: where,
        trail,
        contract: contractOf(spec, partAt(spec, where), left),
      };
    };
    const self = place("", "", "request", at, ["parameters", "responses", "requestBody"]);
    self.contract.set("/path", { value: path, isText: false, shape: "", trail: item.trail.slice(2) });
    const ofPath = contractOf(spec, item, [...methods, "parameters"]);
    addAll(self.contract, "/path item", ofPath);
    // The operation's own parameters come first, because they replace those of the path with the same name.
    const listed = [at, ["paths", path]].flatMap((owner) => {
      const list = partAt(spec, [...owner, "parameters"]).value as unknown[] | undefined;
      return (list ?? []).map((_, index) => [...owner, "parameters", `${index}`]);
    });
    const parameters = listed.map((where) => {
      const parameter = followed(spec, partAt(spec, where)).value as Node;
      return place(
        `${parameter["in"]} ${parameter["name"]}`,
        `parameter \`${parameter["name"]}\``,
        "request",
        where,
      );
    });
    const keys = parameters.map(({ key }) => key);
    const { responses, requestBody } = operation.value as Record<string, Node | undefined>;
    return [
      self,
      ...parameters.filter(({ key }, index) => keys.indexOf(key) === index),
      ...(requestBody ? [place("body", "request body", "request", [...at, "requestBody"])] : []),
      ...Object.keys(responses ?? {}).map((status) =>
        place(status, `${status} response`, "response", [...at, "responses", status]),
      ),
    ];
  });
}

function addAll(contract: Contract, key: string, other: Contract) {
  for (const [end, leaf] of other) contract.set(`${key}${end}`, leaf);
}

/** The operationId, or method and path where there is none. */
export function operationNameOf({ bundled }: Spec, path: string, method: string): string {
  const { operationId } = (nodeAt(bundled, ["paths", path, method]) ?? {}) as Node;
  return typeof operationId === "string" ? operationId : `${method.toUpperCase()} ${path}`;
}
