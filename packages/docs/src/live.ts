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
export class LiveReload {
  readonly #folder: string;
  readonly #open = new Set<ServerResponse>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Lets every open page load itself again. */
  refresh(): void {
    for (const response of this.#open) response.write("data: refresh\n\n");
  }

  /** Answers a request for a page, or for what reloads it; false for any other. */
  async answer(path: string, response: ServerResponse): Promise<boolean> {
    const send = (type: string, text: string) => {
      response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
      response.write(text);
    };
    if (path === events) {
      this.#open.add(response);
      response.once("close", () => this.#open.delete(response));
      send("text/event-stream", "retry: 500\n\n");
      return true;
    }
    const name = path.replace(/\/$/, "/index").replace(/(\.html)?$/, ".html");
    const page = await readFile(this.#folder + name, "utf8").catch(() => undefined);
    if (path === script) send("text/javascript", client);
    else if (page === undefined) return false;
    else send("text/html", page.replace("</head>", `<script src="${script}" defer></script>\n$&`));
    response.end();
    return true;
  }
}
