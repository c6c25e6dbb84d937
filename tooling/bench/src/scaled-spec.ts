import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const spec = fileURLToPath(new URL("../../../spec", import.meta.url));
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

/**
 * Writes our spec to a folder, with as many operations as asked for: the first is ours, each other reads a resource of
 * its own, which is a copy of the work item under another name, with up to twelve more fields. The same count and seed
 * give the same spec.
 */
export async function scaleSpec(folder: string, count: number, seed: number): Promise<void> {
  await cp(spec, folder, { recursive: true, verbatimSymlinks: true });
  const names = await readdir(folder, { recursive: true });
  const own = await Promise.all(
    names
      .filter((name) => /WorkItem\w*\.yaml$|^paths\/.*yaml$/.test(name) && !name.includes("NotFound"))
      .map(async (name) => [name, await readFile(`${folder}/${name}`, "utf8")] as const),
  );
  const random = randomOf(seed);
  const kinds = nouns.flatMap((noun) => adjectives.map((adjective) => [adjective, noun] as const));
  const chosen = shuffled(kinds, random).slice(0, count - 1);
  if (chosen.length < count - 1) throw new Error(`There are names for ${kinds.length} operations at most.`);

  const root = await readFile(`${folder}/openapi.yaml`, "utf8");
  const [, ourPath = ""] = /^ {2}(\/.*):$/m.exec(root) ?? [];
  const paths: string[] = [];
  for (const kind of chosen) {
    const rename = renamed(kind);
    const added = shuffled(fields, random).slice(0, Math.floor(random() * 13));
    for (const [name, text] of own) {
      await writeFile(`${folder}/${rename(name)}`, withFields(rename(name), rename(text), added));
    }
    const [file = ""] = own.map(([name]) => name).filter((name) => name.startsWith("paths/"));
    const url = ourPath.replace(
      "/work/{work_id}",
      rename("_work_{work_id}").replace("_", "/").replace("_{", "/{"),
    );
    paths.push(`  ${url}:\n    $ref: ${rename(file)}\n`);
  }
  const tags = [...new Set(chosen.map(([, noun]) => noun))].map(
    (noun) => `  - name: ${tagOf(noun)}\n    description: What a ${noun} of an Environment is and does.\n`,
  );
  await writeFile(
    `${folder}/openapi.yaml`,
    root
      .replace("components:\n", () => `${paths.join("")}components:\n`)
      .replace("externalDocs:\n", () => `${tags.join("")}externalDocs:\n`),
  );
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());
const tagOf = (noun: string) => `${capital(noun)}s`;

/** Turns text about the work item into text about another kind of thing. */
function renamed([adjective, noun]: readonly [string, string]): (text: string) => string {
  const snake = `${adjective}_${noun}`;
  return (text) =>
    text
      .replaceAll("WorkItem", capital(adjective) + capital(noun))
      .replaceAll("- Work\n", `- ${tagOf(noun)}\n`)
      .replaceAll(/_work_\{work_id\}/g, `_${adjective}-${noun}s_{${snake}_id}`)
      .replaceAll("work_id", `${snake}_id`)
      .replaceAll("work_", `${adjective}${noun}_`)
      .replaceAll(/work item/gi, `${adjective} ${noun}`)
      .replaceAll(/(?<=type: |const: |`)work\b/g, snake);
}

/** Adds optional fields to the schema of a thing and to its examples. */
function withFields(name: string, text: string, added: string[]): string {
  if (name.startsWith("components/examples/"))
    return `${text.trimEnd()}\n${added.map((field) => `  ${field}: 7\n`).join("")}`;
  if (!/^type: object\n[\s\S]*\nproperties:\n[\s\S]*created_at/.test(text)) return text;
  const properties = added.map(
    (field) =>
      `  ${field}:\n    type: integer\n    description: The ${field.replace("_", " ")} that was set.\n`,
  );
  return `${text.trimEnd()}\n${properties.join("")}`;
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
