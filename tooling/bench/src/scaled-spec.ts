const words = (text: string) => text.trim().split(/\s+/);
const adjectives = words(`
  active billed cached daily edge fast global hourly idle joint keyed local merged nested open paired queued remote
  shared timed urgent valid weekly extra yearly batch cloud direct early frozen guest hidden inner linked manual native
  owned pinned`);
const nouns = words(`
  agent backup channel deploy event file group host image job key lease member node order policy queue region session
  task user volume worker zone alert branch cluster draft export filter grant hook`);
const fields = words(`
  attempt batch_size color cost currency deadline depth format height label language locale memory note owner platform
  priority progress quota rating region_name runtime score size status_text timezone title total version weight width`);

type Named<T> = Record<string, T>;
type Operation = { parameters: object[]; responses: Named<object> } & Named<unknown>;
interface Spec {
  tags: { name: string; description: string }[];
  paths: Named<Named<Operation>>;
  components: Named<Named<unknown>> & {
    schemas: Named<{ properties?: Named<unknown> }>;
    examples: Named<{ value: object }>;
  };
}

const writes = ["post", "patch", "delete"];

/**
 * Our spec with as many operations as asked for: the first is ours. Each three others are about a resource of their own,
 * which is a copy of the work item under another name, with up to twelve more fields: one reads it, one lists all in some
 * states, and one creates, updates or deletes it. The same count gives the same spec.
 */
export function scaled(spec: Spec, count: number): Spec {
  const random = randomOf(1);
  const all = nouns.flatMap((noun) => adjectives.map((adjective) => [adjective, noun] as const));
  const kinds = shuffled(all, random).slice(0, Math.ceil((count - 1) / 3));

  const result = structuredClone(spec);
  const isOwn = (name: string) => name.includes("WorkItem") && !name.includes("NotFound");
  const own = JSON.stringify({ paths: pathsOf(spec), components: spec.components }, (key, value) =>
    key in spec.components && value === spec.components[key]
      ? Object.fromEntries(Object.entries(value).filter(([name]) => isOwn(name)))
      : value,
  );
  for (const [index, [adjective, noun]] of kinds.entries()) {
    const { paths, components }: Spec = JSON.parse(renamed(own, adjective, noun));
    for (const method of writes)
      if (method !== writes[index % 3]) for (const item of Object.values(paths)) delete item[method];
    const added = shuffled(fields, random).slice(0, Math.floor(random() * 13));
    const resource = components.schemas[capital(adjective) + capital(noun)];
    for (const field of added) {
      const description = `The ${field.replace("_", " ")} that was set.`;
      Object.assign(resource?.properties ?? {}, { [field]: { type: "integer", description } });
      for (const { value } of Object.values(components.examples)) Object.assign(value, { [field]: 7 });
    }
    Object.assign(result.paths, paths);
    for (const [group, parts] of Object.entries(components))
      Object.assign(result.components[group] ?? {}, parts);
  }
  for (const noun of new Set(kinds.map(([, noun]) => noun)))
    result.tags.push({ name: tagOf(noun), description: `What a ${noun} of an Environment is and does.` });
  return result;
}

/** The path of the work item, and that of all work items, with operations that read and write. */
function pathsOf({ paths, components }: Spec) {
  const [path = "", { get } = {}] = Object.entries(paths)[0] ?? [];
  if (!get) throw new Error("The first operation of the spec is not the one that the others are made from.");
  const { 200: success = {}, ...errors } = get.responses;
  const [environment = {}] = get.parameters;
  const operation = (operationId: string, responses: object, others: object = {}) => ({
    ...get,
    operationId,
    summary: `Operation ${operationId}`,
    ...others,
    responses: { ...responses, ...errors },
  });
  const description = "Made for a measurement.";
  const object = (properties: object) => ({ type: "object", required: Object.keys(properties), properties });
  const content = (mediaType: string, schema: object, value: unknown) => ({
    content: { [mediaType]: { schema, examples: { one: { summary: "One", value } } } },
  });
  const list = (name: string) => {
    const items = { $ref: `#/components/schemas/${name}` };
    return { description, type: "array", items };
  };
  const page = object({ data: list("WorkItem"), has_more: { description, type: "boolean" } });
  const item = components.examples["WorkItemActive"]?.value;
  const states = { name: "state", in: "query", description, schema: list("WorkItemState") };
  const input = object({ metadata: { $ref: "#/components/schemas/WorkItemMetadata" } });
  const body = (mediaType: string) => ({
    requestBody: { required: true, ...content(mediaType, input, { metadata: { job: "b" } }) },
  });
  return {
    [path.replace(/\/[^/]+$/, "")]: {
      get: operation(
        "listWorkItem",
        { 200: { description, ...content("application/json", page, { data: [item], has_more: false }) } },
        { parameters: [environment, states] },
      ),
      post: operation(
        "createWorkItem",
        { 201: success },
        { parameters: [environment], ...body("application/json") },
      ),
    },
    [path]: {
      get,
      patch: operation("updateWorkItem", { 200: success }, body("application/merge-patch+json")),
      delete: operation("deleteWorkItem", { 204: { description } }),
    },
  };
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

function shuffled<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
