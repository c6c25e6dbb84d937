type Call = () => unknown;

/**
 * How long calls take, as ratios to a baseline: of each the median over many short rounds. In a round all of
 * them take turns, in a random order, so that whatever else the machine does falls on all alike.
 */
export async function medianRatios(baseline: Call, calls: Call[], rounds = 500): Promise<number[]> {
  const ratios = calls.map((): number[] => []);
  // The first rounds, in which the code is compiled, do not count.
  for (let round = -rounds / 5; round < rounds; round++) {
    const times = new Map<Call, number>();
    for (const call of shuffled([baseline, ...calls])) times.set(call, await timeOf(call));
    const [base = NaN, ...others] = [baseline, ...calls].map((call) => times.get(call) ?? NaN);
    if (round >= 0) for (const [index, time] of others.entries()) ratios[index]?.push(time / base);
  }
  return ratios.map(median);
}

async function timeOf(call: Call, times = 50): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time++) await call();
  return performance.now() - start;
}

/** The same items in a random order. */
function shuffled<T>(items: T[]): T[] {
  const turns = new Map(items.map((item) => [item, Math.random()] as const));
  return items.toSorted((a, b) => Number(turns.get(a)) - Number(turns.get(b)));
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
