import { type Body, type Fault, item, on, problem, type Reply, without, world } from "./fault.ts";

const gateway: Reply = { status: 503, headers: { "content-type": "text/html" }, body: "<h1>503</h1>" };
/** Answers in the API's place, now and then. */
const everySecond = (change: Partial<Reply>): Fault => {
  let count = 0;
  return (reply) => (count++ % 2 === 0 ? { ...gateway, ...change } : reply);
};

/** Servers that keep every promise. */
export const fair: Record<string, Fault> = {
  "503 once": everySecond({}),
  "503 once, and when to come back": everySecond({ headers: { "retry-after": "7" }, body: "" }),
  "408 once": everySecond({ status: 408, body: "" }),
  "429 once": everySecond({ status: 429, body: "" }),
  "502 once": everySecond({ status: 502 }),
  "504 once": everySecond({ status: 504 }),
  "a connection that is reset once": everySecond({ reset: "before" }),
  "a scheme in lower case": (reply, { authorization }, answer) =>
    authorization === `bearer ${world.token}` ? answer(200) : reply,
  "no fraction of a second": item((body) => ({ ...body, created_at: "2026-07-01T08:15:01Z" })),
  "six digits after the second": item((body) => ({ ...body, created_at: "2026-07-01T08:15:01.120394Z" })),
  "no labels": item((body) => ({ ...body, metadata: {} })),
  "a charset": on(200, ({ headers }) => ({
    headers: { ...headers, "content-type": "Application/JSON; charset=UTF-8" },
  })),
  "a header more": (reply) => ({ ...reply, headers: { ...reply.headers, "x-request-id": "7f" } }),
  "the token in a message, with a character escaped": problem(({ error, ...body }) =>
    JSON.stringify({ ...body, error: { ...(error as Body), message: `No ${world.token}` } }).replace(
      world.token,
      world.token.replace("-", "\\u002d"),
    ),
  ),
  "text in any language": item((body) => ({ ...body, metadata: { 'job: "a"': 'Grüße, 日本 🌱 \\"x": 1' } })),
};

/** An older server, whose errors have no `request_id`. */
export const older = problem((body) => without(body, "request_id"));

/** Servers of which a gateway, or nobody, answers instead of each 404. */
export const unjudged: Record<string, [fault: Fault, reason: string]> = {
  "408": [on(404, () => ({ ...gateway, status: 408 })), "408"],
  "429": [on(404, () => ({ ...gateway, status: 429 })), "429"],
  "429 until tomorrow": [
    on(404, () => ({ status: 429, headers: { "retry-after": "86400" }, body: "" })),
    "429",
  ],
  "502": [on(404, () => ({ ...gateway, status: 502 })), "502"],
  "503": [on(404, () => gateway), "503"],
  "504": [on(404, () => ({ ...gateway, status: 504 })), "504"],
  "a reset connection": [on(404, () => ({ reset: "before" })), "fetch failed: read ECONNRESET"],
};

/** Changes that break nothing, but that the contract does not document. */
export const undocumented: Record<string, Fault> = {
  "a field more": item((body) => ({ ...body, case_more: 1 })),
  "a secret": item((body) => ({ ...body, case_secret: "s3cret" })),
  "a nested field more": item((body) => ({ ...body, data: { ...(body["data"] as Body), title: "t" } })),
  "another state": item((body) => ({ ...body, state: "case_paused" })),
  "another kind of work": item((body) => ({
    ...body,
    data: { ...(body["data"] as Body), type: "case_batch" },
  })),
};
