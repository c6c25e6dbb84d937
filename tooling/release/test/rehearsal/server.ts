import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { credentialOf, hasToken, isGuarded } from "@qoder/work-codegen/test/authorized.ts";
import { listen } from "@qoder/work-codegen/test/server.ts";
import openapi from "@qoder/work-mock/openapi.json" with { type: "json" };

type Example = { type?: string; state?: string; error?: { type: string } };
const examples = Object.values(openapi.components.examples).map(({ value }) => value as Example);
// Work items, because `watchWorkItem` reads them.
const itemIn = (state: string | undefined) =>
  examples.find((one) => one.type === "work" && one.state === state);
const errorOf = (type: string) => examples.find(({ error }) => error?.type === type);
const active = itemIn("active");
const missing = errorOf("not_found_error");
const refused: Answer = [401, errorOf("authentication_error")];

const needsToken = isGuarded("getWorkItem");

type Answer = [status: number, body?: unknown, headers?: Record<string, string>];

/** The answers of `work_<name>_…` the first time, the second and so on. Without a body the answer never ends. */
const answers: Record<string, (time: number, isNew: boolean) => Answer> = {
  ok: () => [200, active],
  missing: () => [404, missing],
  flaky: (time) => (time < 3 ? [503, errorOf("api_error")] : [200, active]),
  stalled: () => [200],
  moved: () => [302, "", { location: "work_ok_" }],
  html: () => [200, "<html>", { "content-type": "text/html", "x-request-id": "req-html" }],
  renewed: (_, isNew) => (isNew || !needsToken ? [200, active] : refused),
  broken: () => [200, { ...active, id: "item_1" }],
  watched: (time) => [200, itemIn(["queued", "active", "stopped"][time - 1])],
};

const pageHeaders = {
  "content-type": "text/html",
  "content-security-policy": "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:*",
};
const headers = {
  "content-type": "application/json",
  "access-control-allow-origin": "*",
  "access-control-allow-headers": `${credentialOf("")[0]}, x-request-id`,
  "access-control-expose-headers": "x-request-id",
};

/** Starts the server that the suite calls. It has a page that runs the file `script`, too, under a strict policy. */
export async function startServer(script: string) {
  const closed = await listen(createServer());
  await closed[Symbol.asyncDispose]();
  const files: typeof answers = {
    "/": () => [200, `<script type="module" src="runtime.js"></script>`, pageHeaders],
    "/runtime.js": () => [200, readFileSync(script, "utf8"), { "content-type": "text/javascript" }],
    "/run": () => [200, { closedUrl: closed.url, active, missing, needsToken }],
  };
  const times = new Map<string, number>();

  const server = createServer(({ method, url = "", headers: received }, response) => {
    if (method === "OPTIONS") return response.writeHead(204, headers).end();
    const sent = { url, headers: new Headers(received as Record<string, string>) };
    const time = (times.get(url) ?? 0) + 1;
    times.set(url, time);
    const isKnown = !needsToken || ["pt-test", "pt-old", "pt-new"].some((token) => hasToken(sent, token));
    const [, name = ""] = (isKnown && /\/work_([a-z]+)_[^/?]*(?:\?|$)/.exec(url)) || [];
    const answer = files[url] ?? answers[name] ?? (() => refused);
    const [status, body, more] = answer(time, hasToken(sent, "pt-new"));
    response.writeHead(status, { ...headers, ...more });
    if (body === undefined) response.write("{");
    else response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  return listen(server);
}
