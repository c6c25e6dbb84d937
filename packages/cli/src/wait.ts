import { knownValues, type WorkItemState, waitForWorkItem } from "@qoder/work-client";
import { type Command, Option } from "commander";
import { report } from "./failure.ts";
import { addFollowCommand, type FollowOptions } from "./options.ts";
import { withWarnings } from "./with-warnings.ts";

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
    async (client, ids, { until, interval, timeout, json }: WaitOptions) => {
      if (!states.includes(until))
        report(
          "warning",
          `"${until}" is not a known state (${states.join(", ")}); waiting for it anyway`,
          json,
        );
      const work = withWarnings(client, (error) => report("warning", error, json));
      const item = await waitForWorkItem(work, ids, { until, interval, timeout, signal });
      return item;
    },
  ).addOption(until);
}
