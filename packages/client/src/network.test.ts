import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CallOptions, createClient, type WorkError } from "./index.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const item = JSON.stringify({ id: "work_1", state: "active" });
const json = "content-type: application/json\r\n";

/** A server that answers raw bytes, and knows which of its connections are open. */
let server: Server;
let open: Set<Socket>;
let behaviour: (socket: Socket, request: string) => void;
let requests: string[];

beforeEach(async () => {
  open = new Set();
  requests = [];
  server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => {});
    socket.on("data", (data) => {
      requests.push(String(data));
      behaviour(socket, String(data));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

const baseUrl = (protocol = "http") => `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
const call = (options: CallOptions = {}, url = baseUrl()) =>
  createClient({ baseUrl: url, token: "pt-secret", retries: 0, attemptTimeout: 2000 }).getWorkItem(
    ids,
    options,
  );
const failure = (options?: CallOptions, url?: string) =>
  call(options, url).then(
    (body) => expect.fail(`resolved to ${inspect(body)}`),
    (error: WorkError) => {
      expect(inspect(error, { depth: null })).not.toContain("pt-secret");
      return error;
    },
  );
const answer = (status: string, headers: string, body: string | Buffer = "") => {
  behaviour = (socket) => {
    socket.write(
      `HTTP/1.1 ${status}\r\nx-request-id: req-1\r\n${headers}content-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
  };
};

describe("a success that lies", () => {
  test("a body cut by the connection is a connection error with status and request id", async () => {
    behaviour = (socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nx-request-id: req-1\r\n${json}content-length: 99\r\n\r\n${item}`);
    };
    expect(await failure()).toMatchObject({ kind: "connection", status: 200, request_id: "req-1" });
  });

  test.each(["200 OK", "500 Oops"])(
    "a %s that drips for ever is a timeout, and its socket is closed",
    async (status) => {
      behaviour = (socket) => {
        socket.write(`HTTP/1.1 ${status}\r\n${json}transfer-encoding: chunked\r\n\r\n`);
        const drip = setInterval(() => socket.write("1\r\n \r\n"), 20);
        socket.on("close", () => clearInterval(drip));
      };
      expect(await failure({ attemptTimeout: 200 })).toMatchObject({ kind: "timeout", timeout: "attempt" });
      await expect.poll(() => open.size).toBe(0);
    },
  );

  test("gzip is read, and cut gzip is a decode error", async () => {
    answer("200 OK", `${json}content-encoding: gzip\r\n`, gzipSync(item));
    expect(await call()).toStrictEqual(JSON.parse(item));
    answer("200 OK", `${json}content-encoding: gzip\r\n`, gzipSync(item).subarray(0, 20));
    expect((await failure()).kind).toBe("decode");
  });

  test("a byte order mark is skipped, and chunks are joined", async () => {
    behaviour = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n3\r\n\ufeff\r\n`);
      for (const byte of item) socket.write(`1\r\n${byte}\r\n`);
      socket.write("0\r\n\r\n");
    };
    expect(await call()).toStrictEqual(JSON.parse(item));
  });
});

describe("an error status", () => {
  test("with 100 MB is read to 64 KiB and what the socket holds, and its socket is closed", async () => {
    let sent = 0;
    behaviour = (socket) => {
      socket.write("HTTP/1.1 500 Oops\r\ncontent-length: 100000000\r\n\r\n");
      const more = () => {
        while (sent < 100_000_000 && !socket.destroyed) {
          sent += 65_536;
          if (!socket.write(Buffer.alloc(65_536, "x"))) return socket.once("drain", more);
        }
      };
      more();
    };
    expect(await failure()).toMatchObject({ kind: "api", status: 500, type: undefined });
    await expect.poll(() => open.size).toBe(0);
    expect(sent).toBeLessThan(50_000_000);
  });

  test.each([301, 302, 307, 308])("%i is not followed, so the token goes nowhere else", async (status) => {
    answer(`${status} Moved`, `location: ${baseUrl().replace("127.0.0.1", "localhost")}/elsewhere\r\n`);
    expect(await failure()).toMatchObject({ kind: "api", status });
    expect(requests).toHaveLength(1);
  });
});

describe("no answer is a connection error", () => {
  test("reset before the headers, and within them", async () => {
    behaviour = (socket) => socket.resetAndDestroy();
    expect(await failure()).toMatchObject({ kind: "connection", cause: expect.any(TypeError) });
    behaviour = (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-ty", () => socket.resetAndDestroy());
    };
    expect(await failure()).toMatchObject({ kind: "connection", cause: expect.any(TypeError) });
  });

  test("something that is not HTTP", async () => {
    behaviour = (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n");
    expect((await failure()).kind).toBe("connection");
  });

  test("refused", async () => {
    const url = baseUrl();
    server.close();
    expect((await failure({}, url)).message).toContain("no complete answer: connect ECONNREFUSED");
  });

  test("no TLS where https was expected", async () => {
    behaviour = (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    expect((await failure({}, baseUrl("https"))).kind).toBe("connection");
  });
});

test("after a connection error the call is repeated on another connection", async () => {
  let calls = 0;
  behaviour = (socket) => {
    if (++calls === 1) socket.resetAndDestroy();
    else socket.end(`HTTP/1.1 200 OK\r\n${json}content-length: ${item.length}\r\n\r\n${item}`);
  };
  expect(await call({ retries: 1 })).toStrictEqual(JSON.parse(item));
});

test("an abort closes the socket", async () => {
  const controller = new AbortController();
  behaviour = () => controller.abort(new Error("enough"));
  await expect(call({ signal: controller.signal })).rejects.toThrow("enough");
  await expect.poll(() => open.size).toBe(0);
});
