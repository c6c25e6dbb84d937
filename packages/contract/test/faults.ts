import { responseOf } from "@qoder/work-codegen";
import { type Fault, inError, item, on, problem, served, without, world } from "./fault.ts";
import { refused, workItem } from "./spec.ts";

/** Ways to break the contract, each with the sentence that a report must have. */
export const faults: Record<string, [fault: Fault, sentence: RegExp]> = {
  "410 for 404": [
    on(404, () => ({ status: 410 })),
    new RegExp(
      `404 for an unknown work_id.*410${responseOf(workItem, 410) ? "" : ", which is not documented"}`,
    ),
  ],
  "403 for 401": [
    (reply, _, answer) => (reply.status === 401 ? answer(403) : reply),
    /401 for no credentials.*403/,
  ],
  "404 for 403": [
    (reply, _, answer) => (reply.status === 403 ? answer(404) : reply),
    /403 for an Environment that the token may not see.*404/,
  ],
  "500 for an unknown id": [
    (reply, _, answer) => (reply.status === 404 ? answer(500) : reply),
    /404 for an unknown work_id.*500/,
  ],
  "a 200 with an error": [on(404, () => ({ status: 200 })), /404 for an unknown work_id.*200/],
  "a redirect": [
    on(404, () => ({ status: 302, headers: { location: "/elsewhere" } })),
    /404 for an unknown work_id.*302/,
  ],
  "another error type": [
    inError((error) => ({ ...error, type: "missing" })),
    /error\.type must be equal to constant.*"missing"/,
  ],
  "another object type of an error": [
    problem((body) => ({ ...body, type: "problem" })),
    /type must be equal to constant.*"problem"/,
  ],
  "another request_id": [
    problem((body) => ({ ...body, request_id: "7f" })),
    /request_id .*, as in the request.*"7f"/,
  ],
  "no message": [
    inError((error) => without(error, "message")),
    /error must have required property 'message'/,
  ],
  "an error as text": [
    problem((body) => ({ ...body, error: "not found" })),
    /error must be object.*"not found"/,
  ],
  "an envelope in an array": [problem((body) => [body]), /must be object on 404.*a list of 1/],
  "an empty error": [on(404, () => ({ body: "" })), /JSON on 404.*0 characters/],
  "an HTML error": [
    on(404, () => ({ headers: { "content-type": "text/html" }, body: "<h1>404</h1>" })),
    /Content-Type application\/json on 404.*text\/html/,
  ],
  "camel case": [
    item(({ created_at, ...rest }) => ({ ...rest, createdAt: created_at })),
    /must have required property 'created_at'/,
  ],
  "a field less": [item((body) => without(body, "created_at")), /must have required property 'created_at'/],
  "a number for a string": [item((body) => ({ ...body, state: 3 })), /state must be string.*3/],
  "a null more": [item((body) => ({ ...body, created_at: null })), /created_at must be string.*null/],
  "local time": [
    item((body) => ({ ...body, created_at: "2026-07-01T10:15:01" })),
    /created_at must match format "date-time"/,
  ],
  "seconds since 1970": [
    item((body) => ({ ...body, created_at: 1782893701 })),
    /created_at must be string.*1782893701/,
  ],
  "another kind of object": [
    item((body) => ({ ...body, type: "session" })),
    /type must be equal to constant.*"session"/,
  ],
  "another prefix": [item((body) => ({ ...body, id: "item_own" })), /id must match pattern.*"item_own"/],
  "no prefix in a nested id": [
    item((body) => ({ ...body, data: { type: "session", id: "1" } })),
    /data.*must match pattern.*"1"/,
  ],
  "a number in metadata": [
    item((body) => ({ ...body, metadata: { job: 1 } })),
    /metadata.*must be string.*1/,
  ],
  "a wrapper": [item((body) => ({ data: body })), /must have required property 'id'/],
  "another work item": [
    item((body) => ({ ...body, id: "work_other" })),
    /id "work_own", as in the request.*"work_other"/,
  ],
  "an item of another Environment": [
    served(
      ({ authorization, params }) =>
        authorization === `Bearer ${world.token}` && params["work_id"] === world.work,
    ),
    /404 for an unknown environment_id.*200/,
  ],
  "a word for an id, such as poll": [
    served(
      ({ authorization, params }) =>
        authorization === `Bearer ${world.token}` &&
        params["environment_id"] === world.environment &&
        !params["work_id"]?.startsWith("work_"),
    ),
    /400 or 404 for a malformed work_id.*200/,
  ],
  "no check of credentials": [served(({ authorization }) => !authorization), /401 for no credentials.*200/],
  "any token": [
    served(({ authorization }) => authorization === "Bearer pt-unknown"),
    /401 for an unknown token.*200/,
  ],
  "an empty token": [
    served(({ authorization }) => authorization === "Bearer"),
    /401 for a scheme without a token.*200/,
  ],
  "a token with another scheme": [
    served(({ authorization }) => authorization === `Token ${world.token}`),
    /401 for the token with another scheme.*200/,
  ],
  "a token without a scheme": [
    served(({ authorization }) => authorization === world.token),
    /401 for the token without a scheme.*200/,
  ],
  "a token in Basic credentials": [
    served(({ authorization }) => authorization === `Basic ${btoa(`${world.token}:`)}`),
    /401 for the token in Basic credentials.*200/,
  ],
  ...Object.fromEntries(
    refused.map(({ in: place, name }): [string, [Fault, RegExp]] => [
      `a token in ${place} ${name}`,
      [
        served(({ headers, query }) =>
          place === "query" ? query === `${name}=${world.token}` : headers.get(name) === world.token,
        ),
        new RegExp(`401 for the token in ${place} ${name}.*200`),
      ],
    ]),
  ),
  "500 for a scheme in lower case": [
    (reply, { authorization }, answer) => (authorization?.startsWith("bearer") ? answer(500) : reply),
    /200 or 401 for a scheme in lower case.*500/,
  ],
  "another offset than Z": [
    item((body) => ({ ...body, created_at: "2026-07-01T10:15:01+02:00" })),
    /created_at must match pattern.*\+02:00/,
  ],
  "a space for T": [
    item((body) => ({ ...body, created_at: "2026-07-01 08:15:01Z" })),
    /created_at must match pattern.*01 08/,
  ],
  "nine digits after the second": [
    item((body) => ({ ...body, created_at: "2026-07-01T08:15:01.120394000Z" })),
    /created_at must match pattern/,
  ],
  "no Content-Type": [
    on(200, () => ({ headers: {} })),
    /Content-Type application\/json on 200.*no Content-Type/,
  ],
  "another media type": [
    on(404, () => ({ headers: { "content-type": "application/problem+json" } })),
    /Content-Type application\/json on 404.*problem\+json/,
  ],
  "another charset": [
    on(200, () => ({ headers: { "content-type": "application/json; charset=iso-8859-1" } })),
    /JSON in UTF-8 on 200.*iso-8859-1/,
  ],
  "bytes that are not UTF-8": [
    item((body) => Buffer.from(JSON.stringify({ ...body, metadata: { job: "é" } }), "latin1")),
    /JSON in UTF-8 on 200; received bytes that are not UTF-8/,
  ],
  "a byte order mark": [
    item((body) => `\ufeff${JSON.stringify(body)}`),
    /JSON in UTF-8 on 200; received a byte order mark/,
  ],
  "a field twice": [
    item((body) => JSON.stringify(body).replace("{", '{"st\\u0061te": "queued",')),
    /each field once on 200; received state$/,
  ],
  "a field twice, with other fields in it": [
    item((body) => JSON.stringify(body).replace("{", '{"data":{"zz":"1"},')),
    /each field once on 200; received data$/,
  ],
  "labels nested too deeply": [
    item((body) =>
      JSON.stringify({ ...body, metadata: 0 }).replace(
        '"metadata":0',
        `"metadata":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      ),
    ),
    /JSON of at most 500 levels on 200; received nested too deeply: 20001 levels$/,
  ],
  "a state in capitals": [
    item((body) => ({ ...body, state: String(body["state"]).toUpperCase() })),
    /state must be equal to one of .*; received "ACTIVE"/,
  ],
  "a body that is no JSON": [on(200, () => ({ body: "{'id': 'work_own'}" })), /JSON on 200/],
  "a body cut short": [on(200, () => ({ reset: "within" })), /200 for what exists/],
};
