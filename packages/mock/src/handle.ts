import type { MockOptions } from "./mock.ts";
import type { Spec } from "./prism.ts";
import { type Asked, bodyOf, type ReceivedRequest, shown } from "./received.ts";
import { type Answered, refuse, respond } from "./respond.ts";
import type { Route } from "./router.ts";
import type { Script } from "./script.ts";
import { sleep } from "./sleep.ts";

/** The state of a mock. */
export interface Session {
  api: Spec;
  script: Script;
  requests: ReceivedRequest[];
  /** The first ten requests that were refused, or that the mock failed to answer. */
  failures: string[];
  log: MockOptions["log"];
}

/** Answers a request with this head and body, when that is due; undefined if its caller is gone. */
export type Handle = (
  head: Asked,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  gone: AbortSignal,
) => Promise<Answered | undefined>;

/** Makes the function that answers requests. It never throws: failures are answered with 500. */
export const handlerOf =
  (session: Session): Handle =>
  (head, content, gone) =>
    exchange(session, head, content, gone).catch((error) => {
      if (gone.aborted) return undefined;
      const answered = refuse(session.api, head, error);
      note(session, head, answered);
      return answered;
    });

async function exchange(session: Session, ...[head, content, gone]: Parameters<Handle>) {
  const { api, script, requests, log } = session;
  const route = api.route(head.method, head.path);
  if (isReadyCheck(head, route)) return ready;
  const asked = { ...head, params: route.params };
  const entry = Object.assign(shown(asked, api.keys), { operation: route.operation?.iid });
  if (requests.push(entry) > 1_000) requests.shift();
  log?.(`${entry.method} ${entry.path}`);

  const body = await bodyOf(content, head.headers["content-type"]);
  entry.body = body.body;
  const answered = await respond(api, script, { ...asked, ...body, gone }, route);
  const { status, delay, violations, refused } = answered;
  entry.violations = violations;
  if (refused) note(session, head, answered);
  if (delay) await sleep(delay, gone);
  if (gone.aborted) return undefined;
  entry.status = status;
  log?.(status ? `  > Responding with "${status}"` : "  > Resetting the connection");
  for (const violation of violations) log?.(`  Violation: ${violation}`);
  return answered;
}

function note({ failures }: Session, { method, path }: Asked, { violations }: Answered): void {
  if (failures.length < 10) failures.push(`${method} ${path}: ${violations.join("; ")}`);
}

/** Tools ask for the root until a server is up. */
const isReadyCheck = ({ method, path }: Asked, { methods }: Route) =>
  path === "/" && methods.length === 0 && (method === "GET" || method === "HEAD");

const ready: Answered = {
  status: 200,
  headers: new Headers({ "content-type": "application/json" }),
  body: '{"ready":true}',
  violations: [],
};
