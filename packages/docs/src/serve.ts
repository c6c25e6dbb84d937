import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

/** The folder of the built site. */
export const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** Reloads the page when the server says so, and when the server is back after a restart. A reload keeps the position. */
const follow = `
{
  let lost = false;
  const source = new EventSource("/live-reload");
  source.onmessage = () => location.reload();
  source.onopen = () => lost && location.reload();
  source.onerror = () => { lost = true; };
}
`;

/**
 * Serves the built docs on 127.0.0.1, with the headers of `_headers`. A later build shows on the next reload.
 *
 * @param options.port Any free port by default.
 * @param options.live Lets the script of all pages follow `refresh`; the built file stays without it.
 * @throws {Error} if the docs are not built; with code `EADDRINUSE`, if the port is taken
 */
export async function serveDocs({ port = 0, live = false } = {}) {
  if (!existsSync(`${dist}/index.html`))
    throw new Error("The docs are not built yet: run `pnpm build` first.");
  const headers = readHeaders();
  const files = sirv(dist, { dev: true });
  const followers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname = "/" } = URL.parse(request.url ?? "", "http://localhost") ?? {};
    for (const [end, name, value] of headers) if (pathname.endsWith(end)) response.setHeader(name, value);
    if (live && pathname === "/site.js") {
      response.setHeader("Cache-Control", "no-store");
      response.end(read("site.js") + follow);
    } else if (live && pathname === "/live-reload") {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write("retry: 500\n\n");
      followers.add(response.once("close", () => followers.delete(response)));
    } else
      files(request, response, () => {
        response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" }).end(read("404.html"));
      });
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    /** The address of the docs, such as `http://127.0.0.1:8080`. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** With `live`, lets every open page load itself again, at the position where it is. */
    refresh() {
      for (const response of followers) response.write("data: refresh\n\n");
    },
    /** Stops the server and ends its open connections. */
    async close() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

export type Docs = Awaited<ReturnType<typeof serveDocs>>;

/** A file of the site; empty while a build replaces it. */
const read = (name: string) => (existsSync(`${dist}/${name}`) ? readFileSync(`${dist}/${name}`) : "");

/** The headers in `_headers`, each with the end of the paths that it is for. */
function readHeaders(): [end: string, name: string, value: string][] {
  const [, ...parts] = readFileSync(`${dist}/_headers`, "utf8").split(/^\/\*/m);
  return parts.flatMap((part) => {
    const [end = "", ...lines] = part.trimEnd().split(/\n\s*/);
    return lines.map((line): [string, string, string] => [end, ...(line.split(": ") as [string, string])]);
  });
}
