import { methods, operationNameOf, type Place } from "./places.ts";
import { nodeAt, refOf, resolved } from "./pointer.ts";
import type { Node, Spec } from "./spec.ts";

/** What a path of the spec is called by a reader of it. */
export interface Subject {
  /** Markdown, such as "`WorkItem.state`" or "parameter `fields` of `getWorkItem`". */
  name: string;
  /** Whether the name is that of a schema, which does not tell where the schema is used. */
  isSchema: boolean;
}

const rootNames: Record<string, string> = { tags: "a tag", servers: "a server", security: "authentication" };

/**
 * Names what stands at a path: a schema that is used once is a part of the one that uses it.
 *
 * @param isMoved whether what stands there came, went or got its name, so that the path's end belongs to its parent
 */
export function subjectAt(spec: Spec, path: string[], isMoved: boolean): Subject {
  let name = rootNames[path[0] ?? ""] ?? "the API";
  let schema: { root: string; field: string } | undefined;
  path.forEach((key, index) => {
    const parent = path[index - 1] ?? "";
    const before = path[index - 2] ?? "";
    const node = nodeAt(spec.bundled, path.slice(0, index + 1));
    const ref = isMoved && index === path.length - 1 ? undefined : refOf(node);
    if (schema) {
      if (parent === "properties") schema.field += `.${key}`;
      else if (key === "items") schema.field += "[]";
      else if (key === "additionalProperties") schema.field += ".*";
      if (ref && usesOf(spec, ref) > 1) schema = { root: nameOf(ref), field: "" };
    } else if (key === "schema") schema = { root: ref ? nameOf(ref) : "", field: "" };
    else if (before === "paths" && methods.includes(key)) name = `\`${operationNameOf(spec, parent, key)}\``;
    else if (parent === "securitySchemes") name = `security scheme \`${key}\``;
    else if (parent === "parameters") {
      const called = (resolved(spec.bundled, node) as Node | undefined)?.["name"];
      name = `parameter \`${called}\`${index > 2 && name !== "the API" ? ` of ${name}` : ""}`;
    } else if (parent === "responses") name = `the ${key} response of ${name}`;
    else if (parent === "headers") name = `header \`${key}\` of ${name}`;
  });
  const full = schema ? `${schema.root}${schema.field}` : "";
  if (full && schema?.root) return { name: `\`${full}\``, isSchema: true };
  return { name: full ? `\`${full.slice(1)}\` of ${name}` : name, isSchema: false };
}

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);

const usesOf = ({ json }: Spec, ref: string) => json.split(`"$ref": ${JSON.stringify(ref)}`).length - 1;

/** Places in words, such as "parameter `work_id` and 200 response of `getWorkItem`". */
export function inWords(places: Place[]): string {
  const byOperation = Map.groupBy(places, ({ label: [, operation] }) => operation);
  const parts = [...byOperation]
    .filter(([operation]) => operation)
    .map(([operation, all]) => {
      const statuses = all
        .filter(({ side }) => side === "response")
        .map(({ label: [part] }) => part.split(" ")[0]);
      const responses = statuses.length > 1 ? `${and(statuses)} responses` : `${statuses[0]} response`;
      const others = all
        .filter(({ side, label: [part] }) => side === "request" && part)
        .map(({ label }) => label[0]);
      return `${and([...others, ...(statuses.length > 0 ? [responses] : [])])} of \`${operation}\``;
    });
  return parts.length > 3 ? `${parts.length} operations` : parts.join("; ");
}

export const and = (words: unknown[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
