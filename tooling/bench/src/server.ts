// A server of the item, in a thread of its own.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";
import { item } from "./app.ts";

const server = createServer((_, response) =>
  response.setHeader("content-type", "application/json").end(JSON.stringify(item)),
);
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
