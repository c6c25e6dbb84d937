import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { liveReload } from "./live.ts";

/** The folder of the built site. */
export const dist = fileURLToPath(new URL("../dist", import.meta.url));

export interface Docs {
  /** The address of the docs, such as `http://127.0.0.1:8080`. */
  url: string;
  /** With `live`, lets every open page load itself again, at the position where it is. */
  refresh(): void;
  /** Stops the server and ends its open connections. */
  close(): Promise<void>;
}

export interface DocsOptions {
  port?: number;
  live?: boolean;
}

/**
 * Serves the built docs on 127.0.0.1, with the headers of `_headers`. A later build shows on the next reload.
 *
 * @param options.port Any free port by default.
 * @param options.live Adds a script to each page that follows {@link Docs.refresh}; it is not in the built files.
 * @throws {Error} if the docs are not built; with code `EADDRINUSE`, if the port is taken
 */
export async function serveDocs({ port = 0, live = false }: DocsOptions = {}): Promise<Docs> {
  if (!existsSync(`${dist}/index.html`)) {
    throw new Error("The docs are not built yet: run `pnpm build` first.");
  }
  const headers = readHeaders();
  const files = sirv(dist, { dev: true });
  const pages = live ? liveReload(dist) : undefined;
  const server = createServer(async (request, response) => {
    const { pathname = "/" } = URL.parse(request.url ?? "", "http://localhost") ?? {};
    for (const [end, name, value] of headers) if (pathname.endsWith(end)) response.setHeader(name, value);
    if (await pages?.answer(pathname, response)) return;
    files(request, response, () => {
      response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" });
      response.end(readFileSync(`${dist}/404.html`));
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refresh: () => pages?.refresh(),
    async close() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The headers in `_headers`, each with the end of the paths that it is for. */
function readHeaders(): [end: string, name: string, value: string][] {
  const [, ...parts] = readFileSync(`${dist}/_headers`, "utf8").split(/^\/\*/m);
  return parts.flatMap((part) => {
    const [end = "", ...lines] = part.trimEnd().split(/\n\s*/);
    return lines.map((line): [string, string, string] => [end, ...(line.split(": ") as [string, string])]);
  });
}
