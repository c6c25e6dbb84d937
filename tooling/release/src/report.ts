import type { Report } from "./check.ts";
import type { Change } from "./compare.ts";

/** The changes for readers of a changelog: the breaking first, what only people read in one line. */
export function changelogOf(changes: Change[], base: Report["base"], operations: string[]): string {
  if (!base.version) return `The first release, with ${operations.map((name) => `\`${name}\``).join(", ")}.`;
  if (changes.length === 0) return `The API is that of ${base.version}.`;
  const noticed = changes.filter(({ bump }) => bump !== "patch");
  const texts = changes.length - noticed.length;
  const lines = noticed.map(({ bump, what, where }) => {
    return `- ${bump === "major" ? "**Breaking:** " : ""}${what}${where && ` (${where})`}.`;
  });
  if (texts > 0)
    lines.push(`- Descriptions and examples changed in ${texts === 1 ? "one place" : `${texts} places`}.`);
  return lines.join("\n");
}

/** For a terminal. */
export function textOf(report: Report): string {
  const { changes, changeset, problems, lowest, bump, base } = report;
  const parts = changes.map(({ bump, what, where, reason, source, isGone, old, new: now }) =>
    [
      `${bump.padEnd(5)}  ${what}${where && ` (${where})`}`,
      `spec/${source}${isGone ? " in the base" : ""}`,
      ...(old === undefined ? [] : [`- ${short(old, now)}`]),
      ...(now === undefined ? [] : [`+ ${short(now, old)}`]),
      reason,
    ].join("\n       "),
  );
  parts.unshift(verdictOf(report));
  if (problems.length > 0) {
    parts.push(
      `The versions do not agree.\n${problems.map((problem) => `  ${problem}\n`).join("")}Only \`pnpm release:version\` writes them: undo the edit, or run it.`,
    );
  }
  if (changeset) {
    const why = base.version
      ? `A ${bump} bump, to ${lowest} or later, is needed${changes[0]?.bump === "major" && bump === "minor" ? ", which breaks while the version is 0.x" : ""}`
      : "The first release needs a changeset";
    parts.push(
      `${why}. Add ${changeset.file} with the text below, or run \`pnpm release:check --write\`.\n\n${changeset.text.trimEnd()}`,
    );
  }
  return parts.join("\n\n");
}

/** One line: whether the changesets are enough. */
export function verdictOf({ base, changes, lowest, packages, changeset }: Report): string {
  const planned = `the changesets lead to ${[...new Set(packages.map((one) => one.planned))].join(", ")}`;
  if (!base.version) return `No release yet: everything is new, and ${planned}.`;
  const count = `${changes.length || "No"} change${changes.length === 1 ? "" : "s"} of the API since ${base.version}`;
  if (changes.length === 0) return `${count}; ${planned}.`;
  return `${count}: ${lowest} or later is needed, and ${planned}${changeset ? ", which is too low" : ""}.`;
}

/** For a comment on a pull request. */
export function markdownOf(report: Report, operations: string[]): string {
  const { changes, base, changeset, problems } = report;
  return [
    "### API",
    changelogOf(changes, base, operations),
    verdictOf(report),
    ...problems,
    ...(changeset ? [`Add \`${changeset.file}\`:\n\n\`\`\`\`md\n${changeset.text}\`\`\`\``] : []),
  ].join("\n\n");
}

/** A value in at most 100 characters, from shortly before where it differs from the other. */
function short(value: unknown, other: unknown): string {
  const [text, against] = [value, other].map((one) => JSON.stringify(one) ?? "") as [string, string];
  if (text.length <= 100) return text;
  const same = [...text].findIndex((letter, at) => letter !== against[at]);
  const start = same < 80 ? 0 : same - 20;
  const end = start + 98;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
