import { relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Difference, differences, EngineError } from "./engine.ts";
import { movedFields, withoutFields } from "./fields.ts";
import { nodeAt, type Place, placesOf, tokensOf } from "./places.ts";
import { type Bump, bumps, classify } from "./policy.ts";
import type { Node, Spec } from "./spec.ts";
import { inWords, placesAt, subjectAt } from "./subject.ts";
import { goneTypes, unseen } from "./unseen.ts";
import { sentenceOf } from "./words.ts";

/** One change of the API since the base. */
export interface Change {
  bump: Exclude<Bump, "none">;
  /** A sentence without its full stop, as Markdown. */
  what: string;
  /** Where the API has it, such as "200 response of `getWorkItem`"; empty if the sentence says so. */
  where: string;
  reason: string;
  /** A file of the spec and a line in it, such as `components/schemas/WorkItem.yaml:12`. */
  source: string;
  /** Whether `source` is in the base, because the thing is gone. */
  isGone: boolean;
  old?: unknown;
  new?: unknown;
}

/**
 * What has changed for a client of the API, the worst first. A change in a schema is one, however many places use it.
 *
 * @throws {EngineError} if `redocly diff` fails, or overlooks a place that is not the same
 */
export async function compare(base: Spec, revision: Spec, find = differences): Promise<Change[]> {
  if (base.json === revision.json) return [];
  const before = placesOf(base);
  const after = placesOf(revision);
  const unexplained = new Set(differing(before, after));
  const isSame = new Set([...before, ...after].filter(({ key }) => !unexplained.has(key)));
  const changes = await unseen(base, revision);
  if (changes.some(({ bump }) => bump !== "patch")) unexplained.delete("API");
  const found = await find(base.file, revision.file);
  const fields = movedFields(found);
  for (const difference of found) {
    const [spec, places] = difference.kind === "removed" ? [base, before] : [revision, after];
    const path = tokensOf(difference.path);
    const isMoved = difference.kind !== "modified" || difference.property === "key";
    const subject = subjectAt(spec, path, isMoved);
    const near = placesAt(places, path, subject.component, isMoved);
    const notSame = near.filter((place) => !isSame.has(place));
    const here = notSame.length > 0 ? notSame : near;
    const node = nodeAt(revision.dereferenced, path) as Node | undefined;
    const judged = withoutFields(
      { ...difference, sides: new Set(here.map(({ side }) => side)), node },
      fields,
    );
    if (!judged) continue;
    const { bump, reason } = classify(judged);
    // The same contract, written in another way.
    if (bump === "none" || (bump !== "patch" && notSame.length === 0)) continue;
    if (bump !== "patch")
      for (const key of explainedBy(difference, here, before, after)) unexplained.delete(key);
    const operations = [...new Set(here.flatMap(({ label: [, operation] }) => operation || []))];
    const what = sentenceOf(judged, subject, operations);
    const where = subject.isSchema ? inWords(here) : "";
    changes.push({ bump, what, where, reason, ...originOf(difference, spec) });
  }
  if (unexplained.size > 0) {
    throw new EngineError(
      `The two specs differ in ${[...unexplained].join(", ")}, and redocly diff says nothing of it, so its word is worth nothing here. Compare them by hand, and teach tooling/release/src/policy.ts, or take a newer @redocly/cli.`,
    );
  }
  // With something else that breaks, such as a status that is gone, it is no news.
  if (changes.every(({ bump }) => bump !== "major")) changes.push(...goneTypes(base, revision));
  return changes.toSorted((a, b) => bumps.indexOf(b.bump) - bumps.indexOf(a.bump));
}

/** The keys of the places that are not the same on both sides. */
function differing(before: Place[], after: Place[]): string[] {
  const keys = new Set([...before, ...after].map(({ key }) => key));
  const contractIn = (places: Place[], key: string) => places.find((place) => place.key === key)?.contract;
  return [...keys].filter((key) => !isDeepStrictEqual(contractIn(before, key), contractIn(after, key)));
}

/** The places whose contract a change accounts for: with a new name, also those that had the old one. */
function explainedBy(
  { typeName, property = "" }: Difference,
  here: Place[],
  before: Place[],
  after: Place[],
): string[] {
  const isRenamed = /^(PathItem|Response|Parameter)\.(key|name|in)$/.test(`${typeName}.${property}`);
  const gone = isRenamed ? before.filter(({ key }) => !after.some((place) => place.key === key)) : [];
  return [...here, ...gone].map(({ key }) => key);
}

function originOf({ kind, base, revision }: Difference, { folder }: Spec) {
  const isGone = kind === "removed";
  const { file = "", line } = (isGone ? base : revision) ?? {};
  return {
    source: `${relative(folder, resolve(file))}:${line}`,
    isGone,
    ...(base?.value !== undefined && { old: base.value }),
    ...(revision?.value !== undefined && { new: revision.value }),
  };
}
