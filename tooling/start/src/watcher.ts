import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { watch } from "chokidar";

/**
 * Follows files with one run at a time.
 *
 * @param files What has changed since the last run that was not abandoned, as absolute paths; empty for the first run.
 * @param saved When the last of them changed, by `performance.now()`.
 * @param signal Aborts when a newer save makes the run pointless; the next run gets its files as well.
 */
export type Run = (files: string[], saved: number, signal: AbortSignal) => Promise<void>;

/** Milliseconds without a save before a run starts: after a save alone, and where saves follow each other. */
const quiet = { calm: 60, busy: 250 };
/** Files that an editor or git writes for itself are not among these. */
const watched = /\.(ya?ml|js|ts|md|txt|css)$/;
const ignored = /[\\/](node_modules|generated|dist|test-output)([\\/]|$)/;

/** Runs at once, and again after each change below one of `names` in the folder `root`. A run must not throw. */
export function watchFiles(root: string, names: string[], run: Run): { close(): Promise<void> } {
  const pending = new Set<string>();
  let saved = performance.now();
  let wait = quiet.calm;
  let timer: NodeJS.Timeout | undefined;
  let abandon: AbortController | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  const watcher = watch(names.map((name) => join(root, name)).filter(existsSync), {
    ignored: (path) => ignored.test(relative(root, path)),
    ignoreInitial: true,
  });
  watcher.on("all", (_, path) => {
    if (!watched.test(path)) return;
    pending.add(path);
    saved = performance.now();
    abandon?.abort();
    schedule();
  });
  running = start();

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running ??= start();
    }, wait);
  }

  async function start(): Promise<void> {
    const files = [...pending];
    pending.clear();
    abandon = new AbortController();
    const { signal } = abandon;
    await run(files, saved, signal);
    abandon = undefined;
    running = undefined;
    wait = signal.aborted ? quiet.busy : quiet.calm;
    if (closed || !signal.aborted) return;
    for (const file of files) pending.add(file);
    schedule();
  }

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      abandon?.abort();
      await Promise.all([watcher.close(), running]);
    },
  };
}
