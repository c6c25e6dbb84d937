import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

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
  async answer({ url = "" }: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(url, "http://localhost");
    const send = (type: string, text: string) => {
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(text);
      return true;
    };
    if (pathname === script) return send("text/javascript; charset=utf-8", client);
    if (pathname === events) {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write("retry: 500\n\n");
      this.#open.add(response);
      response.once("close", () => this.#open.delete(response));
      return true;
    }
    const [, name] = /^\/([\w-]+)(?:\.html)?$/.exec(pathname === "/" ? "/index.html" : pathname) ?? [];
    const page = name && (await readFile(join(this.#folder, `${name}.html`), "utf8").catch(() => undefined));
    return page ? send("text/html; charset=utf-8", livePage(page)) : false;
  }
}

/** The page with the script. That of Redoc may ask its own server only here, so its policy changes. */
export const livePage = (page: string): string =>
  page
    .replace(/Content-Security-Policy" content="(?![^"]*connect-src)[^"]*/, "$&; connect-src 'self'")
    .replace("</head>", `<script src="${script}" defer></script>\n</head>`);
