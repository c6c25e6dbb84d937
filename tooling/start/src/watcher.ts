import { once } from "node:events";
import { relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { watch } from "chokidar";

/** The files saved since the last run that was not abandoned. */
export interface Save {
  /** Absolute paths; empty for the first run. */
  files: string[];
  /** When the last of them changed, by `performance.now()`. */
  time: number;
  /** Aborts when a newer save makes the run pointless; the next one has its files as well. */
  signal: AbortSignal;
}

/** Milliseconds without a change before a save is complete: after one alone, and where they follow each other. */
const quiet = { calm: 30, busy: 250 };
/** Files that an editor or git writes for itself are not among these. */
const watched = /\.(ya?ml|js|ts|md|txt|css|hbs)$/;
const ignored = /\/(node_modules|generated|dist|test-output)(\/|$)/;

/** Yields a save at once, and another after each change below `names` in the folder `root`, until `closed` aborts. */
export async function* saves(root: string, names: string[], closed: AbortSignal): AsyncGenerator<Save> {
  const changed = new Set<string>();
  let time = performance.now();
  let newer = new AbortController();
  const watcher = watch(names, {
    cwd: root,
    ignored: (path) => ignored.test(relative(root, path)),
    ignoreInitial: true,
  });
  watcher.on("all", (_, path) => {
    if (!watched.test(path)) return;
    changed.add(path);
    time = performance.now();
    newer.abort();
  });

  while (!closed.aborted) {
    const files = [...changed];
    changed.clear();
    newer = new AbortController();
    const signal = AbortSignal.any([closed, newer.signal]);
    yield { files, time, signal };
    const wait = signal.aborted ? quiet.busy : quiet.calm;
    if (signal.aborted) for (const file of files) changed.add(file);
    else await once(signal, "abort");
    while (performance.now() < time + wait) await setTimeout(time + wait - performance.now());
  }
  await watcher.close();
}
