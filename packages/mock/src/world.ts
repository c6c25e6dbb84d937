import type { Params, Result, WorkItem } from "@qoder/work-client";
import { choose, type Operation, responseOf } from "./documented.ts";
import type { Plan } from "./plan.ts";
import type { OperationId } from "./received.ts";
import { type Asked, sentParameters } from "./request.ts";
import { change, type ErrorOf, refused, states } from "./rules.ts";
import { sleep } from "./sleep.ts";

interface Entry {
  item: WorkItem;
  /** When it was delivered last, in microseconds. */
  delivered?: number;
  /** The worker that acknowledged it. */
  worker?: string | undefined;
}

/** Fields of the answer, else those of its first example; or an error. Handlers state it, so that TypeScript checks the fields. */
type Outcome<Id extends OperationId> = Partial<Result<Id>> | ErrorOf<Id>;

type Handlers = {
  [Id in OperationId]?: (
    params: Params<Id>,
    entry: Entry,
    gone: AbortSignal,
  ) => Outcome<Id> | Promise<Outcome<Id>>;
};

/** Work items in memory, which requests change. */
export class World {
  /** In the order of creation. */
  #entries: Entry[] = [];
  /** When a worker polled last, by Environment and `Worker-ID`. */
  #polls = new Map<string, number>();
  #time = 0;

  /** Adds an item. What is not given is that of the documented example of a queued one. */
  add(operations: Operation[], given: Partial<WorkItem> = {}): WorkItem {
    const documented = operations.find(({ iid }) => iid === ("getWorkItem" satisfies OperationId));
    if (!documented) throw new Error("The spec has no operation getWorkItem");
    const example = choose(documented, 200, "queued").value as WorkItem;
    const time = this.#now();
    const digits = time.toString(16).padStart(14, "0").padEnd(32, "0");
    const own = {
      id: `work_${digits}`,
      environment_id: "env_1",
      created_at: textOf(time),
      metadata: {},
    } as const;
    const item: WorkItem = { ...example, ...own, data: { ...example.data, id: `sess_${digits}` } };
    // It lives until it has the state, and gets the timestamps on the way.
    const life = ["acknowledge", "heartbeat", "stop", "stop"] as const;
    const steps = (states as readonly string[]).indexOf(given.state ?? item.state);
    for (const row of life.slice(0, Math.max(steps, 0))) change(item, row, textOf(this.#now()));
    Object.assign(item, JSON.parse(JSON.stringify(given))); // without what is undefined
    if (this.#entries.some((other) => other.item.id === item.id))
      throw new Error(`id must be new; received ${item.id}`);
    this.#entries.push({ item });
    return structuredClone(item);
  }

  /** Copies of the items, the oldest first. */
  get items(): WorkItem[] {
    return structuredClone(this.#entries.map(({ item }) => item));
  }

  /** Answers a request; undefined if the world does not know its operation, and has no reason to refuse it. */
  async answer(operation: Operation, request: Asked): Promise<Plan | undefined> {
    const handle = this.handlers[operation.iid as OperationId] as Handlers["getWorkItem"];
    const sent = sentParameters(operation, request).map(({ parameter: { name, schema }, value }) => [
      name,
      value ?? schema?.default,
    ]);
    const params = { ...Object.fromEntries(sent), body: request.body };
    const { environment_id, work_id } = params;
    const values = Object.values({ ...request.headers, ...request.query });
    const texts = [...values.map((value) => `${value}`.replace(/^(Bearer|Basic) /, "")), environment_id];
    const entries = this.#in(environment_id);
    const entry = entries.find(({ item }) => item.id === work_id);
    const error =
      Object.entries(refused).find(([text]) => texts.includes(text))?.[1] ||
      (environment_id && environment_id !== "env_1" && !entries.length && "404 environment_not_found") ||
      (work_id && !entry && "404 work_item_not_found");
    const answer = error || (await handle?.(params, entry as Entry, request.gone));
    if (typeof answer !== "string") return answer === undefined ? answer : { with: structuredClone(answer) };
    const [status = "", example = ""] = answer.split(" ");
    const documented = responseOf(operation, status)?.contents?.[0]?.examples?.map(({ key }) => key);
    return handle || documented?.includes(example) ? { status, example } : undefined;
  }

  /** What the operations that it knows do. */
  readonly handlers: Handlers = {
    getWorkItem: (_, { item }) => item,
    updateWorkItem: ({ body }, { item }) => {
      const labels = Object.entries({ ...item.metadata, ...body.metadata });
      const kept = labels.filter(([, value]) => value !== null);
      return Object.assign(item, { metadata: Object.fromEntries(kept) });
    },
    listWorkItems: ({ environment_id, limit, page, before_id, after_id }): Outcome<"listWorkItems"> => {
      if ([page, before_id, after_id].filter((cursor) => cursor !== undefined).length > 1)
        return "400 more_than_one_cursor";
      const all = this.#in(environment_id).map(({ item }) => item);
      const sorted = all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      const size = Math.min(Number(limit), 100);
      const after = page ?? after_id ?? "";
      const data = before_id
        ? sorted.filter(({ id }) => id < before_id).slice(-size)
        : sorted.filter(({ id }) => id > after).slice(0, size);
      const last_id = data.at(-1)?.id ?? null;
      const has_more = last_id !== null && last_id !== sorted.at(-1)?.id;
      return { data, first_id: data[0]?.id ?? null, last_id, has_more, next_page: has_more ? last_id : null };
    },
    pollWork: async (params, _, gone) => {
      const { environment_id, block_ms = 0, reclaim_older_than_ms, "Worker-ID": worker } = params;
      if (worker !== undefined) this.#polls.set(`${environment_id} ${worker}`, this.#now());
      for (let left = Number(block_ms); !gone.aborted; left -= 10) {
        const [entry] = this.#claimable(environment_id, Number(reclaim_older_than_ms));
        if (entry) entry.delivered = this.#now();
        if (entry || left <= 0) return entry?.item ?? null;
        await sleep(10, gone);
      }
      return null;
    },
    acknowledgeWorkItem: ({ "Worker-ID": worker }, entry) => {
      if (entry.item.state === "queued") entry.worker = worker;
      return change(entry.item, "acknowledge", textOf(this.#now()), entry.worker === worker);
    },
    heartbeatWorkItem: (
      { expected_last_heartbeat, desired_ttl_seconds = 60 },
      { item },
    ): Outcome<"heartbeatWorkItem"> => {
      const last = item.latest_heartbeat_at ?? "NO_HEARTBEAT";
      const isExpected = (expected_last_heartbeat ?? last) === last;
      const changed = change(item, "heartbeat", textOf(this.#now()), isExpected);
      if (typeof changed === "string") return changed;
      return {
        last_heartbeat: changed.latest_heartbeat_at ?? "",
        state: changed.state,
        ttl_seconds: Math.min(Math.max(Number(desired_ttl_seconds), 10), 600),
      };
    },
    stopWorkItem: ({ body }, { item }) =>
      change(item, body?.force ? "forceStop" : "stop", textOf(this.#now())),
    getWorkStats: ({ environment_id }): Outcome<"getWorkStats"> => {
      const queued = this.#in(environment_id).filter(({ item }) => item.state === "queued");
      const polls = [...this.#polls].filter(([key]) => key.startsWith(`${environment_id} `));
      const now = this.#now();
      return {
        depth: this.#claimable(environment_id, 5_000).length, // the default of `reclaim_older_than_ms`
        pending: queued.filter(({ delivered }) => delivered !== undefined).length,
        oldest_queued_at: queued[0]?.item.created_at ?? null,
        workers_polling: polls.filter(([, time]) => now - time < 30_000_000).length,
      };
    },
  };

  #in(environment_id: string): Entry[] {
    return this.#entries.filter(({ item }) => item.environment_id === environment_id);
  }

  #claimable(environment_id: string, reclaimOlderThan: number): Entry[] {
    const latest = this.#now() - reclaimOlderThan * 1_000;
    return this.#in(environment_id).filter(
      ({ item, delivered = -Infinity }) => item.state === "queued" && delivered < latest,
    );
  }

  /** The time in microseconds; it never stands still. */
  #now(): number {
    this.#time = Math.max(Date.now() * 1_000, this.#time + 1);
    return this.#time;
  }
}

/** A time in microseconds as RFC 3339. */
const textOf = (time: number): string =>
  new Date(time / 1_000).toISOString().replace("Z", `${String(time % 1_000).padStart(3, "0")}Z`);
