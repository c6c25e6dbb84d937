import type { Api, Operation } from "@qoder/work-codegen";
import { exchangerOf, type Probe, type Target } from "../src/exchange.ts";
import type { Judge } from "../src/judge.ts";
import { refusedProbes } from "../src/probes.ts";
import { serverOf } from "./mock-server.ts";
import type { Mutant } from "./mutant.ts";
import { answersOf, probeOf } from "./suite.ts";

/** A mutant, and the first probe of the suite that found a broken promise in it. */
export type Verdict = Omit<Mutant, "operation"> & { noticedBy: string | undefined };

/** Every probe of the suite for an operation. */
export const suiteOf = (api: Api, operation: Operation): Probe[] => [
  ...answersOf(operation).map((answer) => probeOf(operation, answer)),
  ...refusedProbes(api, operation),
];

/** Puts a server that follows each mutant behind the suite, whose judge knows the true contract only. */
export async function driftOf(
  suite: Probe[],
  mutants: Iterable<Mutant>,
  judge: Judge,
  options: Partial<Target> = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const target = { baseUrl: "http://127.0.0.1", token: "pt-contract", send: fetch, ...options };
  const exchangeOf = exchangerOf(target);
  for (const { operation, ...mutant } of mutants) {
    const server = serverOf(operation);
    let noticedBy: string | undefined;
    for (const probe of seeing(suite, mutant)) {
      const findings = judge(await exchangeOf(probe, server));
      if (!findings.some(({ verdict }) => verdict === "broken")) continue;
      noticedBy = probe.name;
      break;
    }
    verdicts.push({ ...mutant, noticedBy });
  }
  return verdicts;
}

/** Changes after which a server takes what it refused, and answers what it took as before. */
const wider = /^(no security|an optional (parameter|body)|any body|a wider (parameter|body))$/;

/** The probes that can see a change: of an answer, those that ask for its status; of what is refused, those that are. */
function seeing(suite: Probe[], { kind, at }: Pick<Mutant, "kind" | "at">): Probe[] {
  if (wider.test(kind)) return suite.filter(({ alter, breaks }) => alter || breaks);
  const status = Number(at.split(" ")[1]);
  return status ? suite.filter(({ statuses }) => statuses.includes(status)) : suite;
}

/** Faults of the suite: breaking mutants that it let pass, and compatible ones that it called broken. */
export const survivorsOf = (verdicts: Verdict[]): string[] =>
  verdicts
    .filter(({ breaking, noticedBy }) => breaking === (noticedBy === undefined))
    .map(({ kind, at, breaking, noticedBy }) =>
      breaking
        ? `${kind} (${at}) was not noticed`
        : `${kind} (${at}) breaks nothing, but failed ${noticedBy}`,
    );

/** Mutants by kind: how many there are, and how many the suite called broken. */
export function scoreOf(verdicts: Verdict[]): Record<string, object> {
  const kinds = Map.groupBy(verdicts, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, own]) => {
    const called = own.filter(({ noticedBy }) => noticedBy).length;
    const breaking = own.filter((mutant) => mutant.breaking).length;
    return [kind, { mutants: own.length, breaking, "called broken": called }];
  });
  return Object.fromEntries(rows);
}
