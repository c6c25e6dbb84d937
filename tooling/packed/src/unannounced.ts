import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";

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
  const read = (file: string) =>
    existsSync(`${root}/${file}`) ? readFileSync(`${root}/${file}`, "utf8") : "";
  const before = (file: string): string => {
    try {
      return git("show", `${base}:${file}`);
    } catch {
      return "";
    }
  };
  try {
    git("rev-parse", "--verify", "--end-of-options", `${base}^{commit}`);
  } catch {
    throw new Error(`This repository has no commit "${base}". Fetch it, or name another one with --base.`);
  }

  const written = globSync(".changeset/*.md", { cwd: root })
    .filter((file) => read(file) !== before(file))
    .map(read);
  return globSync("tooling/packed/api/*.md", { cwd: root }).flatMap((file) => {
    const manifest = `packages/${basename(file, ".md")}/package.json`;
    const { name, version } = JSON.parse(read(manifest));
    const old = before(file);
    const released = before(manifest) && JSON.parse(before(manifest)).version !== version;
    const announced = written.some((text) =>
      new RegExp(`^["']?${name}["']?: (major|minor|patch)`, "m").test(text),
    );
    if (old === "" || old === read(file) || released || announced) return [];
    return [
      `${file} differs from that of ${base}, and no change file names ${name}: run \`pnpm changeset\`.`,
    ];
  });
}
