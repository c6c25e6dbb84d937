import { createClient, WorkError, watchWorkItem } from "@qoder/work-client";
import { validated } from "@qoder/work-client/validate";

/** Calls the server in every way, with nothing but what all runtimes have, and resolves to what went wrong. */
export async function run(baseUrl) {
  const { closedUrl, active, missing, needsToken } = await (await fetch(`${baseUrl}/run`)).json();
  const runId = crypto.randomUUID();
  const ids = (name) => ({ environment_id: "env_1", work_id: `work_${name}_${runId}` });
  const client = (options) => createClient({ baseUrl, token: "pt-test", retries: 0, ...options });
  const get = (name, options) => client(options).getWorkItem(ids(name));

  const cases = {
    "makes no code from strings": async () => {
      const { name } = await errorOf(async () => new Function(""));
      if (!globalThis.Bun) equal(name, "EvalError"); // Bun cannot forbid it
    },
    "resolves to the body": async () => equal(await get("ok"), active),
    "rejects with the envelope of a 404": async () => {
      const { request_id, error } = missing;
      const { type, param } = error;
      await fails(get("missing"), { kind: "api", status: 404, type, param, request_id });
    },
    "retries after a 503": async () => {
      await fails(get("flaky"), { kind: "api", status: 503, attempts: 1 });
      equal(await get("flaky", { retries: 1 }), active);
    },
    "ends an attempt whose body stalls": async () => {
      const fields = { kind: "timeout", timeout: "attempt", status: 200 };
      await fails(get("stalled", { attemptTimeout: 500 }), fields);
    },
    "ends a body with the reason of an abort": async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const onResponse = () => void setTimeout(() => controller.abort(reason), 20);
      const work = client({ middleware: [{ onResponse }] });
      const error = await errorOf(() => work.getWorkItem(ids("stalled"), { signal: controller.signal }));
      equal(error === reason, true);
    },
    "does not follow a redirect": async () => {
      const { status } = await fails(get("moved"), { kind: "api" });
      equal(status || 302, 302); // a browser hides the status of a redirect: 0
    },
    "refuses a body of HTML": async () => {
      await fails(get("html"), { kind: "decode", status: 200, request_id: "req-html" });
    },
    "refuses an id without its prefix, and sends nothing": async () => {
      const call = client({ baseUrl: closedUrl }).getWorkItem({ ...ids("ok"), work_id: "poll" });
      await fails(call, { kind: "argument", param: "work_id" });
    },
    "reports a refused connection": async () => {
      await fails(get("ok", { baseUrl: closedUrl }), { kind: "connection" });
    },
    "asks for another token after a 401": async () => {
      const tokens = ["pt-old", "pt-new"];
      equal(await get("renewed", { token: async () => tokens.shift() }), active);
      equal(tokens, needsToken ? [] : ["pt-old", "pt-new"]);
    },
    "validates a body": async () => {
      const work = validated(client());
      equal(await work.getWorkItem(ids("ok")), active);
      equal((await get("broken")).id, "item_1");
      const { kind, problems } = await errorOf(() => work.getWorkItem(ids("broken")));
      equal([kind, problems?.map(({ pointer }) => pointer)], ["decode", ["/id"]]);
    },
    "watches an item until it has stopped": async () => {
      const states = [];
      const watched = watchWorkItem(client(), ids("watched"), { interval: 1, timeout: 5_000 });
      for await (const { state } of watched) states.push(state);
      equal(states, ["queued", "active", "stopped"]);
    },
  };

  const failures = [];
  for (const [name, check] of Object.entries(cases)) {
    const error = await errorOf(check);
    if (error) failures.push(`${name}: ${error}`);
  }
  return { runtime: navigator.userAgent, failures };
}

const errorOf = (call) => call().catch((reason) => reason);

async function fails(promise, fields) {
  const error = await errorOf(() => promise);
  if (!(error instanceof WorkError)) throw new Error(`expected a WorkError, received ${error}`);
  for (const name in fields) equal([name, error[name]], [name, fields[name]]);
  return error;
}

function equal(...values) {
  const [received, expected] = values.map((value) => JSON.stringify(value));
  if (received !== expected) throw new Error(`expected ${expected}, received ${received}`);
}
