import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** How many bytes the heap grows with each call, garbage collected before and after. */
export async function heapGrowth(call: () => Promise<unknown>, calls = 100_000): Promise<number> {
  // What the first calls compile and cache is no growth.
  await repeat(call, calls / 5);
  const before = await heapUsed();
  await repeat(call, calls);
  return ((await heapUsed()) - before) / calls;
}

async function repeat(call: () => Promise<unknown>, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await call();
}

async function heapUsed(): Promise<number> {
  // Finalizers run after a collection, and let go of more.
  for (let pass = 0; pass < 3; pass++) {
    collectGarbage();
    await setTimeout(50);
  }
  return process.memoryUsage().heapUsed;
}
