import { readFileSync } from "node:fs";
import { parseYaml } from "../../codegen/test/yaml.ts";

// biome-ignore lint/suspicious/noExplicitAny: it has the shape that is used here.
const data = parseYaml(readFileSync(new URL("scaled-spec.yaml", import.meta.url), "utf8")) as any;
const { adjectives, nouns }: Record<"adjectives" | "nouns", string[]> = data;

type Named<T> = Record<string, T>;
interface Spec {
  tags: { name: string; description: string }[];
  paths: Named<Named<unknown>>;
  components: Named<Named<unknown>> & { examples: Named<{ value: object }> };
}

const writes = ["post", "patch", "delete"];

/**
 * Our spec with as many operations as asked for: the first are ours. Each three others are about a resource of their own,
 * which is a copy of the work item under another name: one reads it, one lists all in some states, and one creates,
 * updates or deletes it. The same count gives the same spec.
 */
export function scaled(whole: Spec, count: number): Spec {
  const spec = ofOneOperation(whole);
  const own = Object.values(whole.paths).flatMap((item) => Object.keys(item)).length;
  const all = adjectives.flatMap((adjective) => nouns.map((noun) => [adjective, noun] as const));
  const kinds = all.slice(0, Math.ceil((count - own) / 3));

  const result = structuredClone(whole);
  const isOwn = (name: string) => name.includes("WorkItem") && !name.includes("NotFound");
  const copied = JSON.stringify({ paths: pathsOf(spec), components: spec.components }, (key, value) =>
    key in spec.components && value === spec.components[key]
      ? Object.fromEntries(Object.entries(value).filter(([name]) => isOwn(name)))
      : value,
  );
  for (const [index, [adjective, noun]] of kinds.entries()) {
    const { paths, components }: Spec = JSON.parse(renamed(copied, adjective, noun));
    for (const method of writes)
      if (method !== writes[index % 3]) for (const item of Object.values(paths)) delete item[method];
    Object.assign(result.paths, paths);
    for (const [group, parts] of Object.entries(components))
      Object.assign(result.components[group] ?? {}, parts);
  }
  for (const noun of new Set(kinds.map(([, noun]) => noun)))
    result.tags.push({ name: tagOf(noun), description: `What a ${noun} of an Environment is and does.` });
  return result;
}

/** The spec with the operation that reads a work item, and with the components that this one needs. */
function ofOneOperation({ paths, components, ...spec }: Spec): Spec {
  const { securitySchemes = {} } = components;
  const kept: Named<Named<unknown>> = { securitySchemes };
  const keep = (node: unknown) => {
    for (const [, group = "", name = ""] of JSON.stringify(node).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      if (kept[group]?.[name]) continue;
      kept[group] = { ...kept[group], [name]: components[group]?.[name] };
      keep(kept[group][name]);
    }
  };
  const read = Object.entries(paths).flatMap(([path, { get }]) =>
    (get as { operationId?: string } | undefined)?.operationId === "getWorkItem" ? [[path, { get }]] : [],
  );
  keep(read);
  return { ...spec, paths: Object.fromEntries(read), components: kept as Spec["components"] };
}

/** The path of the work item, and that of all work items, with operations that read and write. */
function pathsOf({ paths, components }: Spec): Named<object> {
  const { all, one } = data;
  const item = components.examples["WorkItemActive"]?.value;
  const page = all.get.responses["200"].content["application/json"].examples.page;
  page.value.data = [item];
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, { get }]) => [
      [path.replace(/\/[^/]+$/, ""), all],
      [path, { get, ...one }],
    ]),
  );
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());
const tagOf = (noun: string) => `${capital(noun)}s`;

/** Turns JSON about the work item into JSON about another kind of thing. */
function renamed(json: string, adjective: string, noun: string): string {
  return json
    .replaceAll("WorkItem", capital(adjective) + capital(noun))
    .replaceAll('"tags":["Work"]', `"tags":["${tagOf(noun)}"]`)
    .replaceAll(/\/work(?=\/\{|")/g, `/${adjective}-${noun}s`)
    .replaceAll("work_id", `${adjective}_${noun}_id`)
    .replaceAll("work_", `${adjective}${noun}_`)
    .replaceAll(/work item/gi, `${adjective} ${noun}`)
    .replaceAll(/(?<=[`"])work(?=[`"])/g, `${adjective}_${noun}`);
}
