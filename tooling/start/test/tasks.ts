import { execFileSync } from "node:child_process";

export interface Task {
  taskId: string;
  command: string;
  directory: string;
  /** Hashes of files by their path from the directory. */
  inputs: Record<string, string>;
  dependencies: string[];
}

interface Run {
  tasks: Task[];
  globalCacheInputs: { files: Record<string, string> };
}

/**
 * The tasks that turbo would run in a repository, and their inputs. It runs a task again where an input, or a task that
 * this one depends on, is another.
 */
export const tasksOf = (root: string, names: string[]): Run =>
  JSON.parse(
    execFileSync("turbo", ["run", ...names, "--dry=json"], { cwd: root, encoding: "utf8", maxBuffer: 1e9 }),
  );

/** Tasks, and all that they depend on. */
export function withDependencies(tasks: Task[], names: string[]): Set<Task> {
  const found = new Set(tasks.filter(({ taskId }) => names.includes(taskId)));
  for (const { dependencies } of found)
    for (const task of tasks) if (dependencies.includes(task.taskId)) found.add(task);
  return found;
}
