import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";

const script = "/live-reload.js";
const events = "/live-reload";

/** Reloads the page when the server says so, and when the server is back after a restart. A reload keeps the position. */
const client = `let lost = false;
const source = new EventSource("${events}");
source.onmessage = () => location.reload();
source.onopen = () => lost && location.reload();
source.onerror = () => { lost = true; };
`;

/** The script with which open pages follow a rebuild. It is added to what is served; the files in the folder stay without it. */
export function liveReload(folder: string) {
  const open = new Set<ServerResponse>();
  return {
    /** Lets every open page load itself again. */
    refresh(): void {
      for (const response of open) response.write("data: refresh\n\n");
    },
    /** Answers a request for a page, or for what reloads it; false for any other. */
    async answer(path: string, response: ServerResponse): Promise<boolean> {
      const name = path.replace(/\/$/, "/index").replace(/(\.html)?$/, ".html");
      const page = await readFile(folder + name, "utf8").catch(() => undefined);
      const added = `<script src="${script}" defer></script>\n$&`;
      if (path === events) send(response, "text/event-stream", "retry: 500\n\n");
      else if (path === script) send(response, "text/javascript", client);
      else if (page !== undefined) send(response, "text/html", page.replace("</head>", added));
      else return false;
      if (path !== events) response.end();
      else open.add(response.once("close", () => open.delete(response)));
      return true;
    },
  };
}

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
  response.write(text);
}
