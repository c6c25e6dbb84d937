import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { responseHeaders } from "./machines.ts";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

export interface Docs {
  /** Where the docs are, such as `http://127.0.0.1:8080`. */
  url: string;
  /** Stops the server and ends its open connections. */
  close(): Promise<void>;
}

/**
 * Serves the built docs on 127.0.0.1, with the headers of `_headers`. A later build shows on the next reload.
 *
 * @param options.port Any free port by default.
 * @throws {Error} if the docs are not built; with code `EADDRINUSE`, if the port is taken
 */
export async function serveDocs({ port = 0 }: { port?: number } = {}): Promise<Docs> {
  if (!existsSync(`${dist}/index.html`)) {
    throw new Error("The docs are not built yet: run `pnpm build` first.");
  }
  const files = sirv(dist, {
    dev: true,
    setHeaders(response, path) {
      for (const [name, value] of Object.entries(responseHeaders)) response.setHeader(name, value);
      if (path.endsWith(".md")) response.setHeader("Content-Type", "text/markdown; charset=utf-8");
    },
  });
  const server = createServer((request, response) =>
    files(request, response, async () => {
      // The page links to where the site is published; here the site begins at `/`.
      const page = await readFile(`${dist}/404.html`, "utf8").catch(() => "Page not found");
      const [, base = "/"] = /href="([^"]*)index\.html"/.exec(page) ?? [];
      response.writeHead(404, { "Content-Type": "text/html; charset=utf-8", ...responseHeaders });
      response.end(page.replaceAll(`="${base}`, '="/'));
    }),
  );
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
