// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

import type { operations } from "./schema.gen.ts";

/** Parameters and result of each operation. */
export interface Calls {
  getWorkItem: { params: NonNullable<operations["getWorkItem"]["parameters"]["path"]>; result: operations["getWorkItem"]["responses"][200]["content"]["application/json"] };
  updateWorkItem: { params: NonNullable<operations["updateWorkItem"]["parameters"]["path"]> & { body: NonNullable<operations["updateWorkItem"]["requestBody"]>["content"]["application/json"] }; result: operations["updateWorkItem"]["responses"][200]["content"]["application/json"] };
  listWorkItems: { params: NonNullable<operations["listWorkItems"]["parameters"]["path"]> & NonNullable<operations["listWorkItems"]["parameters"]["query"]>; result: operations["listWorkItems"]["responses"][200]["content"]["application/json"] };
  pollWork: { params: NonNullable<operations["pollWork"]["parameters"]["path"]> & NonNullable<operations["pollWork"]["parameters"]["query"]> & NonNullable<operations["pollWork"]["parameters"]["header"]>; result: operations["pollWork"]["responses"][200]["content"]["application/json"] };
  acknowledgeWorkItem: { params: NonNullable<operations["acknowledgeWorkItem"]["parameters"]["path"]> & NonNullable<operations["acknowledgeWorkItem"]["parameters"]["header"]>; result: operations["acknowledgeWorkItem"]["responses"][200]["content"]["application/json"] };
  heartbeatWorkItem: { params: NonNullable<operations["heartbeatWorkItem"]["parameters"]["path"]> & NonNullable<operations["heartbeatWorkItem"]["parameters"]["query"]>; result: operations["heartbeatWorkItem"]["responses"][200]["content"]["application/json"] };
  stopWorkItem: { params: NonNullable<operations["stopWorkItem"]["parameters"]["path"]> & { body?: NonNullable<operations["stopWorkItem"]["requestBody"]>["content"]["application/json"] | undefined }; result: operations["stopWorkItem"]["responses"][200]["content"]["application/json"] };
  getWorkStats: { params: NonNullable<operations["getWorkStats"]["parameters"]["path"]>; result: operations["getWorkStats"]["responses"][200]["content"]["application/json"] };
}

/** Documented bodies of errors by status. */
export interface ErrorBodies {
  400: operations["getWorkItem"]["responses"][400]["content"]["application/json"];
  401: operations["getWorkItem"]["responses"][401]["content"]["application/json"];
  403: operations["getWorkItem"]["responses"][403]["content"]["application/json"];
  404: operations["getWorkItem"]["responses"][404]["content"]["application/json"];
  409: operations["acknowledgeWorkItem"]["responses"][409]["content"]["application/json"];
  412: operations["heartbeatWorkItem"]["responses"][412]["content"]["application/json"];
  500: operations["getWorkItem"]["responses"][500]["content"]["application/json"];
}

/** The documented body of a status that is not in {@link ErrorBodies}. */
export type OtherErrorBody = undefined;

/** Credentials of the security schemes, but for that of the option `token`. */
export interface Credentials {
  [scheme: string]: never;
}

export interface Methods<Options> {
  /**
   * Get work item
   *
   * Returns one work item of a `self_hosted` Environment: what it runs, the state it is in, and when each step
   * of its life happened.
   *
   * Reading changes nothing, so it is safe to repeat. To follow an item, read it again until `state` is `stopped`.
   *
   * @see https://docs.qoder.com/work-api/getWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  getWorkItem: (params: Calls["getWorkItem"]["params"], options?: Options) => Promise<Calls["getWorkItem"]["result"]>;
  /**
   * Update work item
   *
   * Changes the metadata of a work item and returns the whole item. The new labels are merged into those it has: a
   * string sets a label, `null` removes it, and a label that you do not name stays. Without `metadata` nothing changes.
   * Its state does not matter, and does not change.
   *
   * A request that is repeated leads to the same labels, unless somebody else changed them in between.
   *
   * @see https://docs.qoder.com/work-api/updateWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  updateWorkItem: (params: Calls["updateWorkItem"]["params"], options?: Options) => Promise<Calls["updateWorkItem"]["result"]>;
  /**
   * List work items
   *
   * Returns the work items of a `self_hosted` Environment, page by page, in ascending order of their ids, which is the
   * order in which they were created. Stopped items are listed too.
   *
   * Reading changes nothing, so it is safe to repeat. Give `next_page` of one answer as `page` of the next request,
   * until `has_more` is `false`. An item that is created meanwhile comes last, on a page that you have yet to read.
   *
   * @see https://docs.qoder.com/work-api/listWorkItems.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  listWorkItems: (params: Calls["listWorkItems"]["params"], options?: Options) => Promise<Calls["listWorkItems"]["result"]>;
  /**
   * Poll for work
   *
   * Delivers the next queued work item to the worker that asks, or `null` if none waits. The item stays `queued`
   * until the worker acknowledges it (see `acknowledgeWorkItem`). Do not run it before that call succeeds.
   *
   * Each call can deliver an item, although it is a GET. If the answer is lost, the item is not delivered again
   * before `reclaim_older_than_ms` is over. So do not retry a failed poll at once, or through a proxy that repeats
   * GETs: ask again as you would for the next item. Any worker whose token covers the Environment may poll.
   *
   * @see https://docs.qoder.com/work-api/pollWork.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  pollWork: (params: Calls["pollWork"]["params"], options?: Options) => Promise<Calls["pollWork"]["result"]>;
  /**
   * Acknowledge work item
   *
   * Takes a delivered work item: it goes from `queued` to `starting`, sets `acknowledged_at`, and is not delivered to
   * another worker. Call it right after `pollWork`, with the same `Worker-ID`, and before you run anything.
   *
   * It is safe to repeat while the item is `starting` or `active`: the answer is the item as it is. Start the
   * heartbeats next (see `heartbeatWorkItem`).
   *
   * @see https://docs.qoder.com/work-api/acknowledgeWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  acknowledgeWorkItem: (params: Calls["acknowledgeWorkItem"]["params"], options?: Options) => Promise<Calls["acknowledgeWorkItem"]["result"]>;
  /**
   * Heartbeat work item
   *
   * Says that the worker still runs the item, and extends its lease by `ttl_seconds`. The first heartbeat makes a
   * `starting` item `active`. Send the next one well before the lease ends, such as after a third of it.
   *
   * Look at `state` in each answer: at `stopping`, finish or abandon the work, and call `stopWorkItem` to confirm the
   * stop. Send `expected_last_heartbeat`, so that a second worker with the same item is noticed: `NO_HEARTBEAT`
   * in the first request, then the `last_heartbeat` of the previous answer. If an answer is lost, a repeated request fails
   * with 412, because the server has moved on; read the item to learn its `latest_heartbeat_at`.
   *
   * @see https://docs.qoder.com/work-api/heartbeatWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  heartbeatWorkItem: (params: Calls["heartbeatWorkItem"]["params"], options?: Options) => Promise<Calls["heartbeatWorkItem"]["result"]>;
  /**
   * Stop work item
   *
   * Stops a work item. Anyone whose token covers the Environment may ask: a person who wants it to end, and the worker
   * that has finished it.
   *
   * Without `force` the stop is graceful: a `starting` or `active` item becomes `stopping`, its worker learns that from
   * the answer to its next heartbeat, and a second call, by which the worker confirms, makes it `stopped`. So each call
   * counts: repeat it only after you have read `state`. With `force` a live item in any state is `stopped` at once,
   * and its worker learns that from a heartbeat that fails with 409.
   *
   * @see https://docs.qoder.com/work-api/stopWorkItem.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  stopWorkItem: (params: Calls["stopWorkItem"]["params"], options?: Options) => Promise<Calls["stopWorkItem"]["result"]>;
  /**
   * Get work statistics
   *
   * Returns how much work waits in the queue of a `self_hosted` Environment, and how many workers ask for it. Use it to
   * decide how many workers to run.
   *
   * Reading changes nothing, so it is safe to repeat. The numbers are those of one moment.
   *
   * @see https://docs.qoder.com/work-api/getWorkStats.html
   * @throws {WorkError} for everything but an abort and the errors of the caller's own functions
   */
  getWorkStats: (params: Calls["getWorkStats"]["params"], options?: Options) => Promise<Calls["getWorkStats"]["result"]>;
}
