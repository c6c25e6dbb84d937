import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { type Server as ApiServer, filledUrl } from "@qoder/work-codegen";
import { isGuarded, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { startMock } from "@qoder/work-mock";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { ids, item, main, qoderWork, start } from "../test/qoder-work.ts";

/** A proxy that answers plain HTTP itself, and refuses tunnels. */
let server: Server;
let proxy: string;
let seen: string[];
let refusal: string | undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(item));
  });
  server.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (refusal !== undefined) socket.end(refusal);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => void server.close());

const host = "http://api.corp.invalid";
const address = `/api/v1/cloud/environments/${ids[0]}/work/${ids[1]}`;
const path = isGuarded("getWorkItem") ? withToken(address, "pt-secret") : address;
const get = ["get", ...(ids as string[]), "--json", "--base-url"];

test.each<[name: string, value: () => string, others?: Record<string, string>]>([
  ["http_proxy", () => proxy, { all_proxy: "http://127.0.0.1:1" }],
  ["HTTP_PROXY", () => proxy],
  ["http_proxy", () => proxy.replace("http://", "")],
  ["all_proxy", () => proxy],
  ["ALL_PROXY", () => proxy],
])("%s is the proxy of plain HTTP", async (name, value, others = {}) => {
  const result = await qoderWork([...get, host], { [name]: value(), ...others });
  expect(result).toStrictEqual({ code: 0, stdout: `${JSON.stringify(item)}\n`, stderr: "" });
  expect(seen).toStrictEqual([`GET ${host}${path}`]);
});

test.each([
  ["refuses it", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "status 407"],
  ["closes the connection", "", "other side closed"],
])(
  "https_proxy is asked for a tunnel once per attempt; if it %s, that is the reason",
  async (_, sent, reason) => {
    refusal = sent;
    const { code, stderr } = await qoderWork([...get, "https://api.corp.invalid"], { https_proxy: proxy });
    const { message, attempts } = JSON.parse(stderr).error;
    expect(code).toBe(6);
    expect(message).toContain(`no complete answer: the proxy opens no tunnel: ${reason}`);
    expect(seen).toStrictEqual(Array.from({ length: attempts }, () => "CONNECT api.corp.invalid:443"));
  },
);

test("an open tunnel carries TLS to the server", async () => {
  const tunnels = createServer().on("connect", (_, socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    socket.once("data", (bytes) => socket.destroy(void carried.push(bytes)));
  });
  const carried: Buffer[] = [];
  await using tunnel = await listen(tunnels);
  const { code } = await qoderWork([...get, "https://api.corp.invalid"], { https_proxy: tunnel.url });
  expect(code).toBe(6);
  expect(carried[0]?.[0]).toBe(0x16); // the handshake of TLS, which names the server
  expect(carried[0]?.toString("latin1")).toContain("api.corp.invalid");
});

test("a proxy that does not run is the reason too, and a write is repeated", async () => {
  const closed = await startMock();
  await closed.close();
  const args = ["stop", ...(ids as string[]), "--json", "--base-url", "https://api.corp.invalid"];
  const { code, stderr } = await qoderWork(args, { https_proxy: closed.url });
  expect(code).toBe(6);
  expect(JSON.parse(stderr).error).toMatchObject({
    message: expect.stringContaining("the proxy opens no tunnel: connect ECONNREFUSED"),
    attempts: 3,
  });
});

test("a tunnel that is never opened keeps the process no longer than --timeout", async () => {
  refusal = undefined;
  const silent = createTcpServer().listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await once(silent, "listening");
  const socks = `socks5://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const args = ["wait", ...(ids as string[]), "--timeout", "1s", "--base-url", "https://api.corp.invalid"];
  const begin = performance.now();
  const commands = [{ https_proxy: proxy }, { all_proxy: socks }].map(
    (env) => start(process.execPath, [main, ...args], env).result,
  );
  for (const { code } of await Promise.all(commands)) expect(code).toBe(6);
  expect(performance.now() - begin).toBeLessThan(8_000);
});

test.each([
  ["me:p%40ss@", "me:p@ss"],
  ["m%40e@", "m@e:"],
  ["me:@", "me:"],
  [":p@", ":p"],
  ["%E7%94%A8@", "用:"],
])("%s in the URL is sent to the proxy, with or without a password", async (user, text) => {
  await qoderWork([...get, host], { http_proxy: proxy.replace("://", `://${user}`) });
  expect(seen).toStrictEqual([`GET ${host}${path} Basic ${Buffer.from(text).toString("base64")}`]);
});

test("a user that is not encoded is a mistake of the variable", async () => {
  const { code, stderr } = await qoderWork([...get, host], { http_proxy: proxy.replace("://", "://50%@") });
  expect(code).toBe(2);
  expect(stderr).toContain("http_proxy must be the URL of a proxy");
});

test("an empty QODER_BASE_URL is none: the server is that of the spec", async () => {
  refusal = "HTTP/1.1 403 Forbidden\r\n\r\n";
  const [server] = (spec as { servers: { url: string; variables?: ApiServer["variables"] }[] }).servers;
  const { hostname, port } = new URL(filledUrl({ url: "", variables: {}, ...server }));
  await qoderWork(["get", ...(ids as string[])], { QODER_BASE_URL: "", https_proxy: proxy });
  expect(seen[0]).toBe(`CONNECT ${hostname}:${port || 443}`);
});

test.each(["127.0.0.1", "other.example,127.0.0.1", "*", "10.0.0.0/8 127.0.0.0/8", "fe80::/10,127.0.0.1/32"])(
  "no_proxy=%s leads past the proxy",
  async (no_proxy) => {
    const mock = await startMock();
    onTestFinished(() => mock.close());
    expect(await qoderWork([...get, mock.url], { http_proxy: proxy, no_proxy })).toMatchObject({ code: 0 });
    expect(seen).toStrictEqual([]);
    expect(mock.requests).toHaveLength(1);
  },
);

test.each(["10.0.0.0/8", "fe80::/10", "127.0.0.0/33", "name/8", "/"])(
  "no_proxy=%s leads no other host past the proxy",
  async (no_proxy) => {
    const args = [...get, "http://127.0.0.2"];
    expect(await qoderWork(args, { http_proxy: proxy, no_proxy })).toMatchObject({ code: 0 });
    expect(seen).toStrictEqual([`GET http://127.0.0.2${path}`]);
  },
);

test("a SOCKS proxy is used, without a word of Node", async () => {
  const socks = createTcpServer((socket) => {
    socket.once("data", () => {
      socket.write("\x05\x00"); // no password is needed
      socket.once("data", (request) => {
        seen.push(request.toString("latin1", 5, request.length - 2));
        socket.write("\x05\x00\x00\x01".padEnd(10, "\x00")); // connected
        server.emit("connection", socket);
      });
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void socks.close());
  await once(socks, "listening");
  const all_proxy = `socks5h://127.0.0.1:${(socks.address() as AddressInfo).port}`;
  const result = await start(process.execPath, [main, ...get, host], { all_proxy }).result;
  expect(result).toStrictEqual({ code: 0, stdout: `${JSON.stringify(item)}\n`, stderr: "" });
  expect(seen).toStrictEqual(["api.corp.invalid", `GET ${path}`]);
});

test("the proxy of the other scheme is not used", async () => {
  const mock = await startMock();
  onTestFinished(() => mock.close());
  expect(await qoderWork([...get, mock.url], { https_proxy: proxy })).toMatchObject({ code: 0 });
  expect(seen).toStrictEqual([]);
});

test("a proxy that cannot be used is a sentence with the variable, and without the password", async () => {
  const { code, stderr } = await qoderWork([...get, host], { ALL_PROXY: "ftp://me:password@proxy" });
  expect(code).toBe(2);
  expect(JSON.parse(stderr).error).toMatchObject({
    kind: "argument",
    message: "ALL_PROXY must be the URL of a proxy, such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080",
  });
});

test("the command ends at once after an answer of a proxy", async () => {
  const { result } = start(process.execPath, [main, ...get, host], { http_proxy: proxy });
  const begin = performance.now();
  expect(await result).toMatchObject({ code: 0, stderr: "" });
  expect(performance.now() - begin).toBeLessThan(3_500); // an idle connection is kept for four seconds
});
