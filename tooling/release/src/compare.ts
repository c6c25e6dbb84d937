import { relative, resolve } from "node:path";
import { classify } from "./classify.ts";
import { type Difference, differences } from "./engine.ts";
import { movedFields, withoutFields } from "./fields.ts";
import { accountsFor, differencesOf, type Gap, gapsBetween } from "./gaps.ts";
import { placesOf } from "./places.ts";
import { nodeAt, resolved, tokensOf } from "./pointer.ts";
import { type Bump, bumps } from "./policy.ts";
import type { Node, Spec } from "./spec.ts";
import { inWords, subjectAt } from "./subject.ts";
import { goneTypes } from "./types.ts";
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
 * What differs and `redocly diff` does not report is a change too.
 *
 * @throws {EngineError} if `redocly diff` fails
 */
export async function compare(base: Spec, revision: Spec, find = differences): Promise<Change[]> {
  if (base.json === revision.json) return [];
  const gaps = gapsBetween(placesOf(base), placesOf(revision));
  const unseen = new Set(gaps);
  const found = gaps.length > 0 ? await find(base.file, revision.file) : [];
  const seen = found.map((difference) => ({ difference, here: gaps.filter(accountsFor(difference)) }));
  // The same contract, written in another way, has no gaps.
  const real = seen.filter(({ here }) => here.length > 0);
  const fields = movedFields(real.map(({ difference }) => difference));
  const changes: Change[] = [];

  function judge(difference: Difference, here: Gap[]) {
    for (const gap of here) unseen.delete(gap);
    const spec = isGone(difference) ? base : revision;
    const path = tokensOf(difference.path);
    const judged = withoutFields(
      {
        ...difference,
        sides: new Set(here.map(({ place }) => place.side)),
        shapes: shapesOf(here),
        isText: here.every(({ old, now }) => (old ?? now)?.isText),
        nodes: [base, revision].map(({ bundled }) => nodesTo(bundled, path)) as [Node[], Node[]],
      },
      fields,
    );
    if (!judged) return;
    const { bump, reason } = classify(judged);
    const isMoved = difference.kind !== "modified" || difference.property === "key";
    const subject = subjectAt(spec, path, isMoved);
    const places = [...new Set(here.map(({ place }) => place))];
    const operations = [...new Set(places.flatMap(({ label: [, operation] }) => operation || []))];
    const what = sentenceOf(judged, subject, operations);
    const where = subject.isSchema ? inWords(places) : "";
    changes.push({ bump, what, where, reason, ...originOf(difference, spec) });
  }

  for (const { difference, here } of real) judge(difference, here);
  for (const { difference, gaps: here } of differencesOf([...unseen], base, revision))
    judge(difference, here);
  // Where something else that breaks is gone, such as a status, its type is no news.
  if (!changes.some(({ bump, isGone }) => bump === "major" && isGone))
    changes.push(...goneTypes(base, revision));
  return changes.toSorted((a, b) => bumps.indexOf(b.bump) - bumps.indexOf(a.bump));
}

/** How each place has the outermost of its gaps, before and after. */
function shapesOf(gaps: Gap[]): string[] {
  const byPlace = [...Map.groupBy(gaps, ({ place }) => place).values()];
  const outermost = byPlace.map((all) =>
    all.reduce((one, other) => (other.key.length < one.key.length ? other : one)),
  );
  return outermost.flatMap(({ old, now }) => [old, now].flatMap((leaf) => leaf?.shape ?? []));
}

/** The node at a path and what holds it, from the inside out. */
const nodesTo = (document: Node, path: string[]) =>
  path.map((_, index) => resolved(document, nodeAt(document, path.slice(0, path.length - index))) as Node);

const isGone = ({ kind, revision }: Difference) => kind === "removed" || !revision;

function originOf(difference: Difference, { folder }: Spec) {
  const { base, revision } = difference;
  const { file = "", line } = (isGone(difference) ? base : revision) ?? {};
  return {
    source: `${relative(folder, resolve(file))}:${line}`,
    isGone: isGone(difference),
    ...(base?.value !== undefined && { old: base.value }),
    ...(revision?.value !== undefined && { new: revision.value }),
  };
}
