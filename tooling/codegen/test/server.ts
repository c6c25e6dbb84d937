import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";

/**
 * Lets a server, or what answers the requests of one, listen on a free port of 127.0.0.1. Declare it with `await using`:
 * the server and its connections are closed at the end of the block.
 */
export async function listen(answers: Server | RequestListener) {
  const server = typeof answers === "function" ? createServer(answers) : answers;
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.on("error", () => {}).once("close", () => connections.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The connections that are open. */
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
