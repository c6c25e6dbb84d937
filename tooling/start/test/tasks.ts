import { execFileSync } from "node:child_process";
import { join } from "node:path";

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

/** The inputs of tasks, and of all that they depend on, as paths from the root. */
export function inputsOf({ tasks, globalCacheInputs }: Run, names: string[]): Set<string> {
  const found = new Set(tasks.filter(({ taskId }) => names.includes(taskId)));
  for (const { dependencies } of found)
    for (const task of tasks) if (dependencies.includes(task.taskId)) found.add(task);
  const inputs = [...found].flatMap((task) =>
    Object.keys(task.inputs).map((name) => join(task.directory, name)),
  );
  return new Set([...Object.keys(globalCacheInputs.files), ...inputs]);
}
