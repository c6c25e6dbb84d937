type Call = () => unknown;

/**
 * How long calls take, as ratios to a baseline: of each the median over many short rounds. In a round all of
 * them take turns, and in the next one backwards, so that whatever else the machine does falls on all alike.
 */
export async function medianRatios(baseline: Call, calls: Call[], rounds: number): Promise<number[]> {
  const all = [baseline, ...calls];
  const ratios = calls.map((): number[] => []);
  // The first rounds, in which the code is compiled, do not count.
  for (let round = -rounds / 5; round < rounds; round++) {
    const times = new Map<Call, number>();
    for (const call of round % 2 === 0 ? all : all.toReversed()) times.set(call, await timeOf(call));
    const [base = NaN, ...others] = all.map((call) => times.get(call) ?? NaN);
    if (round >= 0) for (const [index, time] of others.entries()) ratios[index]?.push(time / base);
  }
  return ratios.map(median);
}

async function timeOf(call: Call, times = 50): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time++) await call();
  return performance.now() - start;
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
