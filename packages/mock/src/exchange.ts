import { deliveryOf, type Handle, type Outgoing } from "./deliver.ts";
import { choose, type Operation } from "./documented.ts";
import { echoed } from "./echo.ts";
import { checkRequest } from "./judge.ts";
import { isJson } from "./media-type.ts";
import { answerOf, type Spec } from "./prism.ts";
import type { ReceivedRequest } from "./received.ts";
import { Refusal, refusalAnswer } from "./refusal.ts";
import { type Asked, read } from "./request.ts";
import type { Script } from "./script.ts";
import { sleep } from "./sleep.ts";

/** The state of a mock. */
export interface Session {
  spec: Spec;
  script: Script;
  requests: ReceivedRequest[];
  /** The first ten requests that were refused, or that the mock failed to answer. */
  failures: string[];
  log?: ((line: string) => void) | undefined;
}

/** Makes the function that answers requests. It never throws: failures are answered with 500. */
export const handlerOf =
  (session: Session): Handle =>
  async (head, body, gone) => {
    const { spec, requests } = session;
    const text = await body.catch(() => undefined);
    if (text === undefined) return undefined;
    const request = read(head, text, gone, spec);
    const { method, path, route, received } = request;
    // Tools ask for the root until a server is up.
    if (path === "/" && route.methods.length === 0 && /^(GET|HEAD)$/.test(method))
      return Response.json({ ready: true });
    if (requests.push(received) > 1_000) requests.shift();
    return exchange(session, request).catch((reason) =>
      deliveryOf(refuse(session, request, reason), request),
    );
  };

/** Answers a request when that is due, and logs it. */
async function exchange(session: Session, request: Asked): Promise<Response | undefined> {
  const { received, gone } = request;
  const { log = () => {} } = session;
  await log(`${request.method} ${request.path}`);
  const answer = await respond(session, request).catch((reason) => refuse(session, request, reason));
  if (answer.delay) await sleep(answer.delay, gone);
  if (gone.aborted) return undefined;
  received.status = answer.status;
  await log(answer.status ? `  > Responding with "${answer.status}"` : "  > Resetting the connection");
  for (const violation of received.violations) await log(`  Violation: ${violation}`);
  return deliveryOf(answer, request);
}

/** Answers a request from the script, the world or the spec. @throws {Refusal} if it breaks the contract */
async function respond({ spec, script }: Session, request: Asked): Promise<Outgoing> {
  const operation = destination(spec, request);
  checkRequest(operation, request);
  const plan = await script.next(operation, request);
  const { status, example, headers, with: changes, body: given, reset, verbatim, ...timed } = plan;
  if (reset) return { ...timed, headers: new Headers() };
  if (given !== undefined)
    return { ...timed, status: Number(status), headers: new Headers(headers), body: given };
  const documented = answerOf(operation, choose(operation, status, example));
  const own = verbatim ? documented.body : echoed(operation, request, documented.body);
  const body = changes ? { ...(own as object), ...changes } : changes === null ? null : own;
  const all = { ...documented.headers, "x-request-id": request.headers["x-request-id"], ...headers };
  return { ...timed, ...jsonOf(documented.statusCode, { headers: all, body }) };
}

/** Answers a request that is refused, or that the mock failed to answer, and notes why. */
function refuse({ spec, failures }: Session, request: Asked, reason: unknown): Outgoing {
  const { method, path, received } = request;
  const failed = [`the mock failed: ${(reason as Error)?.message}`];
  const refusal = reason instanceof Refusal ? reason : new Refusal(500, failed);
  received.violations = refusal.violations;
  if (failures.length < 10) failures.push(`${method} ${path}: ${refusal.message}`);
  return jsonOf(refusal.status, refusalAnswer(refusal, request, spec));
}

/** An answer with its body as its Content-Type says. Prism gives one even where there is no body, and nulls. */
function jsonOf(status: number, answer: { headers: Record<string, unknown>; body: unknown }): Outgoing {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value != null) headers.set(name, String(value));
  const { body } = answer;
  if (body === undefined) headers.delete("content-type");
  const isText = typeof body === "string" && !isJson(headers.get("content-type") ?? "");
  return { status, headers, body: isText ? body : JSON.stringify(body) };
}

/** The operation of a request. @throws {Refusal} if there is none */
function destination({ operations }: Spec, { method, path, route }: Asked): Operation {
  if (route.operation) return route.operation;
  const allow = route.methods.join(", ");
  if (allow)
    throw new Refusal(405, [`the spec has no ${method} ${route.template}, only ${allow}`], {
      headers: { allow },
    });
  const known = [...new Set(operations.map((one) => one.path))].join(", ");
  throw new Refusal(404, [`the spec has no path ${path}, only ${known}`]);
}
