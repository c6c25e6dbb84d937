// A worker: runs a command for each work item of an Environment, one after
// the other, until it gets SIGTERM.
//
//     QODER_PAT=pt-… node worker.mts env_… ./run.sh
//
// The command finds its ids in QODER_WORK_ID and QODER_SESSION_ID. It gets
// SIGTERM when the item or the worker has to stop, and may then take its
// time; SIGKILL, with all that it started, when the item is no longer this
// worker's. After its end the item is stopped. For several items at a time,
// start several workers.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient, WorkError, type WorkItem } from "@qoder/work-client";

const [environment_id, command, ...args] = process.argv.slice(2) as [
  `env_${string}`,
  string,
  ...string[],
];
if (!command)
  throw new Error("usage: worker.mts ENVIRONMENT_ID COMMAND [ARGUMENT…]");
const work = createClient({ baseUrl: process.env["QODER_BASE_URL"] });
const worker = { "Worker-ID": `${hostname()}-${process.pid}` };
const leaving = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"])
  process.once(signal, () => leaving.abort());

/**
 * Repeats a call after gateway errors and while the network is lost, beyond
 * the client's own retries; until `end`.
 */
async function persist<T>(
  call: (failures: number) => Promise<T>,
  end = Infinity,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await call(failures);
    } catch (error) {
      if (!(error instanceof WorkError) || performance.now() > end)
        throw error;
      const { kind, status = 0 } = error;
      const isLost = kind === "connection" || kind === "timeout";
      if (!isLost && status !== 429 && status < 500) throw error;
      console.error(error.message);
      await sleep(Math.random() * Math.min(1_000 * 2 ** failures++, 8_000));
    }
  }
}

/**
 * Sends a heartbeat, and returns the lease with its end. Throws if the item
 * is stopped or another worker's.
 */
async function heartbeat(
  work_id: WorkItem["id"],
  last = "NO_HEARTBEAT",
  end = Infinity,
) {
  const sent = performance.now();
  const lease = await persist((failures) => {
    // A heartbeat that failed may have arrived, so a repeated one expects
    // no value. That is safe while the lease lasts.
    const expected = failures === 0 && { expected_last_heartbeat: last };
    return work.heartbeatWorkItem({ environment_id, work_id, ...expected });
  }, end);
  return { ...lease, end: sent + lease.ttl_seconds * 1_000 };
}

/**
 * Runs the command for an item. Throws if the item is another worker's, or
 * no longer this one's.
 */
async function run({ id: work_id, data }: WorkItem) {
  await persist(() =>
    work.acknowledgeWorkItem({ environment_id, work_id, ...worker }),
  );
  let lease = await heartbeat(work_id);
  const env = {
    ...process.env,
    QODER_WORK_ID: work_id,
    QODER_SESSION_ID: data.id,
  };
  const child = spawn(command, args, {
    env,
    stdio: "inherit",
    detached: true,
  });
  const ended = new AbortController();
  const exit = once(child, "exit").finally(() => ended.abort());
  const stop = () => void (child.killed || child.kill());
  leaving.signal.addEventListener("abort", stop, { signal: ended.signal });
  if (leaving.signal.aborted) stop();
  const keepLease = async () => {
    for (;;) {
      if (lease.state === "stopping") stop();
      const pause = (lease.ttl_seconds * 1_000) / 3;
      const { signal } = ended;
      await sleep(pause, undefined, { signal }).catch(() => {});
      if (ended.signal.aborted) return;
      lease = await heartbeat(work_id, lease.last_heartbeat, lease.end);
    }
  };
  try {
    await Promise.all([exit, keepLease()]);
  } catch (error) {
    // Another worker may run the item now, or nobody should: nothing that
    // the command began goes on.
    if (child.pid && child.exitCode === null)
      process.kill(-child.pid, "SIGKILL");
    await exit;
    throw error;
  }
  // With `force`, one call ends an item in any state, and can be repeated.
  await persist(() =>
    work.stopWorkItem({ environment_id, work_id, body: { force: true } }),
  );
}

/** Goes on with the next item after an error of one, such as 409 or 412. */
function skip(error: unknown) {
  if (!(error instanceof WorkError)) throw error;
  console.error(error.message);
}

try {
  const { signal } = leaving;
  for (;;) {
    const item = await persist(() =>
      work.pollWork(
        { environment_id, block_ms: 900, ...worker },
        { signal },
      ),
    );
    if (item) await run(item).catch(skip);
  }
} catch (error) {
  if (error !== leaving.signal.reason) throw error;
}
