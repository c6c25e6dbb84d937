import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const spec = fileURLToPath(new URL(".", import.meta.resolve("@qoder/work-spec/edited-copy.ts")));

/**
 * Copies of the spec, each with some files changed, and links instead of all others: to write hundreds of whole copies
 * takes longer than to compare them. Declare it with `await using`.
 */
export async function linkedCopies() {
  const home = await mkdtemp(join(tmpdir(), "cases-"));
  const names = ["openapi.yaml"];
  for (const part of ["components", "paths"]) {
    const found = await readdir(join(spec, part), { recursive: true });
    names.push(...found.filter((name) => name.endsWith(".yaml")).map((name) => join(part, name)));
  }
  const folders = new Set(names.map(dirname));
  let count = 0;
  return {
    /**
     * The folder of a new copy.
     *
     * @param edits New text of files by their path in `spec/`, from their old text (empty for a new file).
     * @throws {Error} if an edit changes nothing
     */
    async copy(edits: Record<string, (text: string) => string>): Promise<string> {
      count += 1;
      const copy = join(home, `${count}`);
      for (const folder of folders) await mkdir(join(copy, folder), { recursive: true });
      for (const name of names) if (!edits[name]) await symlink(join(spec, name), join(copy, name));
      for (const [name, edit] of Object.entries(edits)) {
        const old = await readFile(join(spec, name), "utf8").catch(() => "");
        const now = edit(old);
        if (now === old)
          throw new Error(`The edit of ${name} changes nothing; does it still match the file?`);
        await writeFile(join(copy, name), now);
      }
      return copy;
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
