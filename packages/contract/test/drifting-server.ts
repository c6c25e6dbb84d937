import { createServer } from "node:http";
import type { Operation } from "@qoder/work-codegen";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { type Call, type Fault, type Reply, world } from "./faults.ts";

/** A server of these operations on 127.0.0.1, which keeps the contract but for one fault. */
export async function startDriftingServer(operations: Operation[], fault: Fault = (reply) => reply) {
  const routes = operations.map(({ path, responses }) => ({
    responses,
    template: new RegExp(`^${path.replace(/\{([^}]+)\}/g, "(?<$1>[^/]+)")}$`),
  }));
  const times: number[] = [];
  const server = createServer(({ url = "", headers }, response) => {
    times.push(performance.now());
    const [path = ""] = url.split("?");
    const { responses = [], template } = routes.find((one) => one.template.test(path)) ?? {};
    const { environment_id: environment = "", work_id: work } = template?.exec(path)?.groups ?? {};
    const requestId = String(headers["x-request-id"] ?? crypto.randomUUID());
    const { authorization } = headers;
    const call = { authorization, key: "x-api-key" in headers, environment, work, requestId };
    const answer = (status: number): Reply => {
      const content = responses.find((one) => one.status === `${status}`)?.contents[0];
      const body = Object(Object.values(content?.examples ?? {})[0]?.value);
      const ids = { id: work, environment_id: environment, request_id: requestId };
      const own = Object.entries(ids).filter(([name]) => name in body);
      const headers = { "content-type": "application/json" };
      return { status, headers, body: { ...body, ...Object.fromEntries(own) } };
    };
    const reply = fault(answer(statusOf(call)), call, answer);
    if (reply.reset === "before") return void response.destroy();
    response.writeHead(reply.status, reply.headers);
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    if (reply.reset === "within") return void response.write(text.slice(0, 20), () => response.destroy());
    response.end(text);
  });
  /** `times` is when each request came, in milliseconds. */
  return Object.assign(await listen(server), { times });
}

function statusOf({ authorization, environment, work }: Call): number {
  if (authorization !== `Bearer ${world.token}`) return 401;
  if (environment === world.foreign) return 403;
  if (environment === world.cloud) return 400;
  return environment === world.environment && (work ?? world.work) === world.work ? 200 : 404;
}
