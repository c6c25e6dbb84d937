import type { knownValues, WorkItem } from "@qoder/work-client";
import type { Examples } from "./generated/examples.gen.ts";
import type { OperationId } from "./received.ts";

/** The status of a documented error, and the name of its example. */
export type ErrorOf<Id extends OperationId> = Id extends unknown
  ? {
      [Status in keyof Examples[Id]]: `${Status & number} ${Examples[Id][Status] & string}`;
    }[keyof Examples[Id]]
  : never;

type Known = (typeof knownValues.WorkItemState)[number];
export const states = ["queued", "starting", "active", "stopping", "stopped"] as const satisfies Known[];
type State = (typeof states)[number];
type Row<Id extends OperationId> = readonly (State | ErrorOf<Id>)[];

/**
 * The next state of an item by its state, or the error. The last error is for another worker, or another heartbeat. It is
 * not documented what becomes of a queued item that is to stop, and of a lease that ends: neither changes anything.
 */
// biome-ignore format: a table
const rules = {
  //            queued                  starting    active      stopping     stopped
  acknowledge: ["starting",             "starting", "active",   "409 ended", "409 ended",   "409 taken"],
  heartbeat:   ["409 not_acknowledged", "active",   "active",   "stopping",  "409 stopped", "412 heartbeat_differs"],
  stop:        ["queued",               "stopping", "stopping", "stopped",   "stopped"],
  forceStop:   ["stopped",              "stopped",  "stopped",  "stopped",   "stopped"],
} as const satisfies Record<string, Row<"acknowledgeWorkItem" | "heartbeatWorkItem" | "stopWorkItem">>;

/** The timestamp that an item gets in a new state. */
const timestamps: Record<string, keyof WorkItem> = {
  starting: "acknowledged_at",
  active: "started_at",
  stopping: "stop_requested_at",
  stopped: "stopped_at",
};

/** Credentials and Environments that are refused, for those who want to see these errors. */
export const refused: Record<string, string> = {
  "pt-unknown": "401 invalid_token",
  env_cloud: "400 not_self_hosted",
  env_foreign: "403 not_authorized",
};

/** Changes an item, and returns it, or the error. @param isExpected Whether worker and heartbeat are those of the item */
export function change<Name extends keyof typeof rules>(
  item: WorkItem,
  row: Name,
  time: string,
  isExpected = true,
) {
  const cells: readonly string[] = rules[row];
  const cell = cells[states.indexOf(item.state as State)] ?? item.state;
  const next = (!isExpected && !isError(cell) && cells[states.length]) || cell;
  if (isError(next)) return next as Exclude<(typeof rules)[Name][number], State>;
  if (next !== item.state) Object.assign(item, { state: next, [timestamps[next] ?? ""]: time });
  if (row === "heartbeat") item.latest_heartbeat_at = time;
  return item;
}

const isError = (cell: string) => /^\d/.test(cell);
