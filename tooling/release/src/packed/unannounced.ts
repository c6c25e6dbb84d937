import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { declarationOf } from "./declared.ts";

/**
 * The packages whose declared API differs from that of a commit, although no change file written since names them and
 * their version is still the same: a sentence for each.
 *
 * @param root the folder of a repository
 * @param base a commit, branch or tag, such as the tag of the last release
 * @throws {Error} if the repository does not have `base`
 */
export function unannounced(root: string, base: string): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    git("rev-parse", "--verify", "--end-of-options", `${base}^{commit}`);
  } catch {
    throw new Error(`This repository has no commit "${base}". Fetch it, or name another one with --base.`);
  }
  const now = (file: string) =>
    existsSync(`${root}/${file}`) ? readFileSync(`${root}/${file}`, "utf8") : "";
  const before = (file: string) => {
    try {
      return git("show", `${base}:${file}`);
    } catch {
      return "";
    }
  };

  const written = globSync(".changeset/*.md", { cwd: root }).filter((file) => now(file) !== before(file));
  return globSync("packages/*/package.json", { cwd: root }).flatMap((manifest) => {
    const declaration = declarationOf(manifest.replace("/package.json", ""));
    const old = before(declaration);
    if (old === "" || old === now(declaration)) return [];
    const { name, version } = JSON.parse(now(manifest));
    const announced = new RegExp(`^["']?${name}["']?: (major|minor|patch)`, "m");
    if (JSON.parse(before(manifest)).version !== version) return [];
    if (written.some((file) => announced.test(now(file)))) return [];
    return `${declaration} differs from that of ${base}, and no change file names ${name}: run \`pnpm changeset\`.`;
  });
}
