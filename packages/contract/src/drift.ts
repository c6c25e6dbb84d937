import type { Contract } from "./contract.ts";
import { exchangeOf, type Probe } from "./exchange.ts";
import { judgeOf } from "./judge.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { serverOf } from "./prism.ts";

/** A mutant, and the first probe of the suite that found a broken promise in it. */
export type Verdict = Omit<Mutant, "document"> & { noticedBy: string | undefined };

/**
 * Puts a server that follows each mutant of the contract behind the suite, which knows the true contract only.
 *
 * @param mutants All of them by default.
 */
export async function driftOf(
  contract: Contract,
  suite: Probe[],
  mutants: Iterable<Mutant> = mutantsOf(contract.document),
): Promise<Verdict[]> {
  const judge = await judgeOf(contract);
  const verdicts: Verdict[] = [];
  for (const { document, ...mutant } of mutants) {
    const send = await serverOf(document);
    let noticedBy: string | undefined;
    for (const probe of suite) {
      const findings = await judge(await exchangeOf(probe, "http://127.0.0.1", "pt-contract", send));
      if (!findings.some(({ verdict }) => verdict === "broken")) continue;
      noticedBy = probe.name;
      break;
    }
    verdicts.push({ ...mutant, noticedBy });
  }
  return verdicts;
}

/** What is wrong with the suite: breaking mutants that it let pass, and compatible ones that it called broken. */
export const survivorsOf = (verdicts: Verdict[]): string[] =>
  verdicts
    .filter(({ breaking, noticedBy }) => breaking === (noticedBy === undefined))
    .map(({ kind, at, breaking, noticedBy }) =>
      breaking
        ? `${kind} (${at}) was not noticed`
        : `${kind} (${at}) breaks nothing, but failed ${noticedBy}`,
    );

/** Mutants by kind: how many there are, and how many the suite called broken. */
export function scoreOf(verdicts: Verdict[]): string[][] {
  const kinds = Map.groupBy(verdicts, ({ kind }) => kind);
  return [...kinds].map(([kind, own]) => {
    const called = own.filter(({ noticedBy }) => noticedBy).length;
    const breaking = own.filter((mutant) => mutant.breaking).length;
    return [kind, String(own.length), String(breaking), String(called)];
  });
}
