import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** How many bytes the heap grows with each call, garbage collected before and after. */
export async function heapGrowth(call: () => Promise<unknown>, calls = 100_000): Promise<number> {
  const before = await heapAfter(call, calls / 5); // what the first calls compile and cache is no growth
  return ((await heapAfter(call, calls)) - before) / calls;
}

async function heapAfter(call: () => Promise<unknown>, calls: number): Promise<number> {
  for (let time = 0; time < calls; time++) await call();
  // Finalizers run after a collection, and let go of more.
  for (let pass = 0; pass < 3; pass++) {
    collectGarbage();
    await setTimeout(50);
  }
  return process.memoryUsage().heapUsed;
}
