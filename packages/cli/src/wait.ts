import { knownValues, type WorkItemState, waitForWorkItem } from "@qoder/work-client";
import { type Command, InvalidArgumentError, Option } from "commander";
import { report } from "./failure.ts";
import { addFollowCommand, type FollowOptions } from "./follow.ts";
import { meant } from "./operation.ts";

type WaitOptions = FollowOptions & { until: WorkItemState };

export function addWait(program: Command, signal: AbortSignal): void {
  const states: readonly string[] = knownValues.WorkItemState;
  const until = new Option(
    "--until <state>",
    "state to wait for; states that are newer than this list work too",
  )
    .choices(states)
    .argParser(String) // not that of `choices`, which refuses others: the API may add some
    .default("stopped" satisfies (typeof knownValues.WorkItemState)[number]);

  addFollowCommand(
    program,
    "wait",
    "wait until a work item is in a state, and print it",
    "10m",
    async (reader, ids, { until, interval, timeout, json }: WaitOptions) => {
      if (!states.includes(until)) {
        const problem = `"${until}" is not a known state (${states.join(", ")}); waiting for it anyway`;
        report("warning", new InvalidArgumentError(`${problem}${meant(until, states)}`), json);
      }
      return waitForWorkItem(reader, ids, { until, interval, timeout, signal });
    },
    "stderr",
  ).addOption(until);
}
