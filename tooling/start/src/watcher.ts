import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { watch } from "chokidar";

/** The files saved since the last run that was not abandoned. */
export interface Save {
  /** Absolute paths; empty for the first run. */
  files: string[];
  /** When the last of them changed, by `performance.now()`. */
  time: number;
  /** Aborts when a newer save makes the run pointless; the next run gets its files as well. */
  signal: AbortSignal;
}

/** Milliseconds without a save before a run starts: after a save alone, and where saves follow each other. */
const quiet = { calm: 40, busy: 250 };
/** Files that an editor or git writes for itself are not among these. */
const watched = /\.(ya?ml|js|ts|md|txt|css)$/;
const ignored = /[\\/](node_modules|generated|dist|test-output)([\\/]|$)/;

/**
 * Runs at once, and again after each change below one of `names` in the folder `root`, one run at a time.
 *
 * @param run Must not throw.
 * @param closed Ends it all.
 */
export async function followSaves(
  root: string,
  names: string[],
  run: (save: Save) => Promise<void>,
  closed: AbortSignal,
): Promise<void> {
  const pending = new Set<string>();
  let time = performance.now();
  let newer = new AbortController();
  const watcher = watch(names.map((name) => join(root, name)).filter(existsSync), {
    ignored: (path) => ignored.test(relative(root, path)),
    ignoreInitial: true,
  });
  watcher.on("all", (_, path) => {
    if (!watched.test(path)) return;
    pending.add(path);
    time = performance.now();
    newer.abort();
  });

  while (!closed.aborted) {
    const files = [...pending];
    pending.clear();
    newer = new AbortController();
    const signal = AbortSignal.any([closed, newer.signal]);
    await run({ files, time, signal });
    if (signal.aborted) for (const file of files) pending.add(file);
    const wait = signal.aborted ? quiet.busy : quiet.calm;
    while (pending.size === 0 && !closed.aborted)
      await once(watcher, "all", { signal: closed }).catch(() => {});
    while (performance.now() < time + wait) await setTimeout(time + wait - performance.now());
  }
  await watcher.close();
}
