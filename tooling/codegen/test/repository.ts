import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * A copy of the built repository, for tests and measurements that edit it. What is installed is shared, the packages in
 * it are those of the copy. Declare it with `await using`, and the folder is removed at the end of the block.
 */
export async function copyRepository() {
  const folder = await mkdtemp(join(tmpdir(), "repository-"));
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const name of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await cp(join(root, name), join(folder, name)).catch(() => {}); // deleted, and not committed
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const group of ["packages", "tooling", "."]) {
    for (const name of await readdir(join(folder, group))) {
      if (name === "bench") continue; // has packages of its own, hundreds of megabytes
      for (const made of ["node_modules", "dist"]) {
        const path = join(group, name, made);
        // Links to packages are relative, and lead to the copy.
        await cp(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true }).catch(
          () => {},
        );
      }
    }
  }
  const file = (name: string) => join(folder, name);
  return {
    folder,
    read: (name: string) => readFile(file(name), "utf8"),
    write: (name: string, text: string) => writeFile(file(name), text),
    /** Saves a file with another text. @throws {Error} if it is the same */
    async edit(name: string, change: (text: string) => string): Promise<void> {
      const before = await readFile(file(name), "utf8");
      const after = change(before);
      if (after === before)
        throw new Error(`The edit of ${name} changes nothing; does it still match the file?`);
      await writeFile(file(name), after);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
