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
interface Spec {
  tags: { name: string; description: string }[];
  paths: Named<unknown>;
  components: Named<Named<unknown>> & {
    schemas: Named<{ properties?: Named<unknown> }>;
    examples: Named<{ value: object }>;
  };
}

/**
 * Our spec with as many operations as asked for: the first is ours, each other reads a resource of its own, which is a
 * copy of the work item under another name, with up to twelve more fields. The same count gives the same spec.
 */
export function scaled(spec: Spec, count: number): Spec {
  const random = randomOf(1);
  const all = nouns.flatMap((noun) => adjectives.map((adjective) => [adjective, noun] as const));
  const kinds = shuffled(all, random).slice(0, count - 1);
  if (kinds.length < count - 1) throw new Error(`There are names for ${all.length} operations at most.`);

  const result = structuredClone(spec);
  const isOwn = (name: string) => name.includes("WorkItem") && !name.includes("NotFound");
  const own = JSON.stringify({ paths: spec.paths, components: spec.components }, (key, value) =>
    key in spec.components && value === spec.components[key]
      ? Object.fromEntries(Object.entries(value).filter(([name]) => isOwn(name)))
      : value,
  );
  for (const [adjective, noun] of kinds) {
    const { paths, components }: Spec = JSON.parse(renamed(own, adjective, noun));
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

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());
const tagOf = (noun: string) => `${capital(noun)}s`;

/** Turns JSON about the work item into JSON about another kind of thing. */
function renamed(json: string, adjective: string, noun: string): string {
  return json
    .replaceAll("WorkItem", capital(adjective) + capital(noun))
    .replaceAll('"tags":["Work"]', `"tags":["${tagOf(noun)}"]`)
    .replaceAll("/work/{", `/${adjective}-${noun}s/{`)
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
