import type { Report } from "./check.ts";
import type { Change } from "./compare.ts";

const count = (all: unknown[], noun: string) => `${all.length || "No"} ${noun}${all.length === 1 ? "" : "s"}`;
const lineOf = ({ sentence, parts }: Change) => {
  const where = parts.length > 3 ? `${parts.length} places` : parts.join("; ");
  return `${sentence}${where && ` (${where})`}`;
};

/** The changes for readers of a changelog: the breaking first, and what only people read in one line. */
export function changelogOf({
  changes,
  base,
  operations,
}: Pick<Report, "changes" | "base" | "operations">): string {
  if (!base.version) return `The first release, with ${operations.map((id) => `\`${id}\``).join(", ")}.`;
  const noticed = changes.filter(({ bump }) => bump === "major" || bump === "minor");
  const texts = changes.filter(({ bump }) => bump === "patch");
  const lines = noticed.map(
    (change) => `- ${change.bump === "major" ? "**Breaking:** " : ""}${lineOf(change)}.`,
  );
  if (texts.length > 0)
    lines.push(`- Descriptions and examples changed in ${count(texts, "place").replace(/^1 /, "one ")}.`);
  return lines.join("\n") || `The API is that of ${base.version}.`;
}

/** Changes for a terminal. */
export const changesText = (changes: Change[]): string[] =>
  changes.map(({ bump, reason, place, isGone, old, new: now, ...change }) =>
    [
      `${bump.padEnd(5)}  ${lineOf(change as Change)}`,
      `${place.file}:${place.line}${isGone ? " in the base" : ""}`,
      ...(old === undefined ? [] : [`- ${short(old, now)}`]),
      ...(now === undefined ? [] : [`+ ${short(now, old)}`]),
      reason,
    ].join("\n       "),
  );

export function textOf(report: Report): string {
  const { changes, changeset, problems, lowest, bump, base } = report;
  const why = base.version
    ? `A ${bump} bump, to ${lowest} or later, is needed${changes[0]?.bump === "major" && bump === "minor" ? ", which breaks while the version is 0.x" : ""}`
    : "The first release needs a changeset";
  return [
    verdictOf(report),
    ...changesText(changes),
    ...(problems.length > 0
      ? [
          `The versions do not agree.\n${problems.map((problem) => `  ${problem}\n`).join("")}Only \`pnpm release:version\` writes them: undo the edit, or run it.`,
        ]
      : []),
    ...(changeset
      ? [
          `${why}. Add ${changeset.file} with the text below, or run \`pnpm release:check --write\`.\n\n${changeset.text.trimEnd()}`,
        ]
      : []),
  ].join("\n\n");
}

/** One line: whether the changesets are enough. */
export function verdictOf({ base, changes, lowest, packages, changeset, isHigh }: Report): string {
  const versions = [...new Set(packages.map(({ planned }) => planned))].join(", ");
  const planned = `the changesets lead to ${versions}${changeset ? ", which is too low" : isHigh ? ", which is higher than the API needs" : ""}`;
  if (!base.version) return `No release yet: everything is new, and ${planned}.`;
  const since = `${count(changes, "change")} of the API since ${base.version}`;
  return changes.length === 0
    ? `${since}; ${planned}.`
    : `${since}: ${lowest} or later is needed, and ${planned}.`;
}

/** For a comment on a pull request. */
export function markdownOf(report: Report): string {
  const { changeset, problems } = report;
  const missing = changeset ? [`Add \`${changeset.file}\`:\n\n\`\`\`\`md\n${changeset.text}\`\`\`\``] : [];
  return ["### API", changelogOf(report), verdictOf(report), ...problems, ...missing].join("\n\n");
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
