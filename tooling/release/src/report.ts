import type { Report } from "./check.ts";
import type { Change } from "./compare.ts";
import { bumps } from "./policy.ts";

const count = (all: unknown[], noun: string) => `${all.length || "No"} ${noun}${all.length === 1 ? "" : "s"}`;
const lineOf = ({ sentence, parts }: Change) => {
  const where = parts.length > 3 ? `${parts.length} places` : parts.join("; ");
  return `${sentence}${where && ` (${where})`}`;
};

/** The changes for readers of a changelog: the breaking first, and what only people read in one line. */
export function changelogOf({ changes, base }: Pick<Report, "changes" | "base">): string {
  if (!base.version) return "The first release.";
  const noticed = changes.filter(({ bump }) => bump === "major" || bump === "minor");
  const texts = changes.filter(({ bump }) => bump === "patch");
  const lines = noticed.map(
    (change) => `- ${change.bump === "major" ? "**Breaking:** " : ""}${lineOf(change)}.`,
  );
  if (texts.length > 0) lines.push(`- Descriptions and examples changed in ${count(texts, "place")}.`);
  return lines.join("\n") || `The API is that of ${base.version}.`;
}

/** Changes for a terminal, with the lines that have them. */
export const changesText = (changes: Change[]): string[] =>
  changes.map((change) => {
    const { bump, reason, place, isGone } = change;
    const where = `${place.file}:${place.line}${isGone ? " in the base" : ""}`;
    return [`${bump.padEnd(5)}  ${lineOf(change)}`, where, reason].join("\n       ");
  });

/** One line: whether the changesets are enough. */
function verdictOf({ base, changes, bump, lowest, raised, planned, changeset }: Report): string {
  const isHigh = bumps.indexOf(raised) > bumps.indexOf(bump) ? ", which is higher than the API needs" : "";
  const plan = `the changesets lead to ${planned}${changeset ? ", which is too low" : isHigh}`;
  if (!base.version) return `No release yet: everything is new, and ${plan}.`;
  const since = `${count(changes, "change")} of the API since ${base.version}`;
  return changes.length === 0 ? `${since}; ${plan}.` : `${since}: ${lowest} or later is needed, and ${plan}.`;
}

/** For a terminal. */
export function textOf(report: Report): string {
  const { base, changes, bump, lowest, changeset } = report;
  const isBreak =
    changes[0]?.bump === "major" && bump === "minor" ? ", which breaks while the version is 0.x" : "";
  const why = base.version
    ? `A ${bump} bump, to ${lowest} or later, is needed${isBreak}`
    : "The first release needs a changeset";
  const how = `Add ${changeset?.file} with the text below, or run \`pnpm release:check --write\`.`;
  const missing = changeset ? [`${why}. ${how}`, changeset.text.trim()] : [];
  return [verdictOf(report), ...changesText(changes), ...missing].join("\n\n");
}
