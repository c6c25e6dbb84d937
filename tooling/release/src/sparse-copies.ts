import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const spec = fileURLToPath(new URL(".", import.meta.resolve("@qoder/work-spec/edited-copy.ts")));
const root = "openapi.yaml";

/**
 * Copies of the spec, each with some files changed. A copy has only these, what leads to them and what the root document
 * refers to. For all else it refers to the files of the spec itself, so that hundreds of copies have most of their files
 * in common. Declare it with `await using`.
 */
export async function sparseCopies() {
  const home = await mkdtemp(join(tmpdir(), "cases-"));
  const names = [root];
  for (const part of ["components", "paths"]) {
    const found = await readdir(join(spec, part), { recursive: true });
    names.push(...found.filter((name) => name.endsWith(".yaml")).map((name) => join(part, name)));
  }
  const texts = await Promise.all(names.map((name) => readFile(join(spec, name), "utf8")));
  const plain = new Map(names.map((name, index) => [name, texts[index] ?? ""]));
  let count = 0;
  return {
    /**
     * The root document of a new copy.
     *
     * @param edits New text of files by their path in `spec/`, from their old text (empty for a new file).
     * @throws {Error} if an edit changes nothing
     */
    async copy(edits: Record<string, (text: string) => string>): Promise<string> {
      count += 1;
      const copy = join(home, `${count}`);
      const edited = new Map(plain);
      for (const [name, edit] of Object.entries(edits)) {
        const old = plain.get(name) ?? "";
        edited.set(name, edit(old));
        if (edited.get(name) === old)
          throw new Error(`The edit of ${name} changes nothing; does it still match the file?`);
      }
      const direct = edited.get(root)?.match(reference) ?? [];
      const own = leadingTo(new Set([root, ...direct, ...Object.keys(edits)]), edited);
      for (const name of own) {
        await mkdir(dirname(join(copy, name)), { recursive: true });
        const text = edited.get(name) ?? "";
        const linked = text.replace(reference, (to) => {
          const target = join(dirname(name), to);
          return own.has(target) || !edited.has(target) ? to : join(spec, target);
        });
        await writeFile(join(copy, name), linked);
      }
      return join(copy, root);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

const reference = /[\w./{}-]+\.yaml/g;

/** Adds the files that refer to one of the files, until none is left. */
function leadingTo(files: Set<string>, texts: Map<string, string>): Set<string> {
  const more = [...texts].filter(
    ([name, text]) =>
      !files.has(name) && text.match(reference)?.some((to) => files.has(join(dirname(name), to))),
  );
  return more.length > 0 ? leadingTo(new Set([...files, ...more.map(([name]) => name)]), texts) : files;
}
