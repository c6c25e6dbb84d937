import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
};

/** Chromium asks this by itself, about the forms of a page. */
const askedByChromium = "content-autofill.googleapis.com";

/**
 * Serves the files of some folders on 127.0.0.1; of files with the same name, that in the first folder. A file is
 * compressed on its first request, with Brotli's best quality. As a proxy for other hosts the server refuses.
 */
export class StaticServer {
  /** Body bytes sent so far. */
  bytes = 0;
  /** Files asked for so far. */
  requests = 0;
  /** The hosts asked for so far. */
  readonly otherHosts = new Set<string>();
  readonly #folders: string[];
  readonly #compressed = new Map<string, Promise<Buffer>>();
  readonly #server = createServer((request, response) => this.#answer(request.url ?? "", response));
  #open = 0;
  #lastEnd = 0;

  constructor(folders: string[]) {
    this.#folders = folders;
    this.#server.on("connect", ({ url = "" }, socket) => {
      this.#refuse(url.split(":")[0] ?? "");
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** How many ms no request has been open. */
  get quiet(): number {
    return this.#open ? 0 : performance.now() - this.#lastEnd;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(target: string, response: ServerResponse): Promise<void> {
    const { origin, hostname, pathname } = new URL(target, this.url);
    if (!this.url.startsWith(origin)) {
      this.#refuse(hostname);
      response.writeHead(403).end();
      return;
    }
    // Chromium asks for it once, not once for each visit.
    if (pathname === "/favicon.ico") {
      response.writeHead(404).end();
      return;
    }
    this.#open++;
    response.once("close", () => {
      this.#open--;
      this.#lastEnd = performance.now();
    });
    if (!this.#compressed.has(pathname)) this.#compressed.set(pathname, this.#compress(pathname));
    const body = await this.#compressed.get(pathname);
    this.requests++;
    this.bytes += body?.length ?? 0;
    response
      .writeHead(200, {
        "Content-Type": types[extname(pathname)],
        "Content-Encoding": "br",
        "Cache-Control": "max-age=600",
      })
      .end(body);
  }

  async #compress(pathname: string): Promise<Buffer> {
    for (const folder of this.#folders) {
      const file = await readFile(folder + pathname).catch(() => undefined);
      if (file) return promisify(brotliCompress)(file);
    }
    throw new Error(`A page asks for ${pathname}, which is in none of ${this.#folders.join(", ")}.`);
  }

  #refuse(host: string): void {
    if (host !== askedByChromium) this.otherHosts.add(host);
  }
}
