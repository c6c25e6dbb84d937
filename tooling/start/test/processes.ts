import { execFileSync } from "node:child_process";

export interface Process {
  id: number;
  parent: number;
  /** Resident memory, in kB. */
  memory: number;
  command: string;
}

/** All that run now. A zombie does not: it has ended, and only its parent has not looked. */
function running(): Process[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,stat=,args="], { encoding: "utf8" })
    .trim()
    .split("\n");
  return rows.flatMap((row) => {
    const [, id, parent, memory, state = "", command = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? [];
    return state.startsWith("Z") || command.startsWith("ps ")
      ? []
      : [{ id: Number(id), parent: Number(parent), memory: Number(memory), command }];
  });
}

/** The processes that a process has started, and those that they have started. */
export function descendants(id: number | undefined, all = running()): Process[] {
  return all.filter(({ parent }) => parent === id).flatMap((child) => [child, ...descendants(child.id, all)]);
}

/** The processes that still run. */
export function survivors(processes: Process[]): Process[] {
  const now = running();
  return processes.filter(({ id, command }) => now.some((one) => one.id === id && one.command === command));
}
