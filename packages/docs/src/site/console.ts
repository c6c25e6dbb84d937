import { type Argument, addressOf } from "./address.ts";

/** Sends the request that the form describes. The token is read from the form when it is sent and kept nowhere. */

const form = document.querySelector("form.console") as HTMLFormElement;
const [status, body, target, button] = ["[role=status]", "pre", ".target", "button"].map((part) =>
  form.querySelector(part),
) as [HTMLElement, HTMLElement, HTMLElement, HTMLButtonElement];
const [server, token, answer] = ["server", "token", "answer"].map((name) =>
  form.elements.namedItem(name),
) as [HTMLInputElement, HTMLInputElement, HTMLSelectElement];
const inputs = [...form.querySelectorAll<HTMLInputElement>("[data-in]")];
const timeout = 30_000;
/** More of a body than this, in characters, would freeze the page. */
const longestBody = 50_000;

/** What is wrong with the form, in a sentence for the reader. */
class Mistake extends Error {
  readonly input: HTMLInputElement;
  constructor(input: HTMLInputElement, message: string) {
    super(message);
    this.input = input;
  }
}

const isHere = (hostname: string) => ["127.0.0.1", "localhost"].includes(hostname);

function base(): string {
  const url = URL.parse(server.value.trim());
  const expected =
    !url || !(url.protocol === "https:" || (url.protocol === "http:" && isHere(url.hostname)))
      ? "an https address, or http on this machine, such as http://127.0.0.1:4010"
      : (url.username || url.password || url.search || url.hash) && "an address without a user, ? and #";
  if (!url || expected) throw new Mistake(server, `Expected ${expected}; received "${server.value}".`);
  return url.href;
}

function argumentOf(input: HTMLInputElement): Argument[] {
  const { value, required, dataset } = input;
  const { name = "", in: place = "", style = "", explode, json, pattern, example } = dataset;
  if (value === "" && !required) return [];
  const wrong = (expected: string) =>
    new Mistake(input, `${name} must ${expected}, such as ${example}; received "${value}".`);
  if (value === "") throw new Mistake(input, `${name} is missing: expected something like ${example}.`);
  if (pattern && !new RegExp(pattern, "u").test(value)) throw wrong(`match ${pattern}`);
  try {
    const parsed = json === undefined ? value : JSON.parse(value);
    return [{ name, in: place, style, explode: explode === "true", value: parsed }];
  } catch {
    throw wrong("be JSON");
  }
}

function headers(args: Argument[]): Headers {
  const sent = new Headers({ Accept: "application/json" });
  for (const { in: place, name, value } of args) if (place === "header") sent.set(name, String(value));
  const credential = token.value.trim();
  if (/[^\x21-\x7e]/.test(credential))
    throw new Mistake(token, "The token holds a space or a character that no token has.");
  if (credential) sent.set("Authorization", `Bearer ${credential}`);
  if (answer.value) sent.set("Prefer", answer.value);
  return sent;
}

function requestOf(): Request {
  const { method = "", path = "" } = form.dataset;
  const address = base();
  const args = inputs.flatMap(argumentOf);
  return new Request(addressOf(address, path, args), {
    method,
    headers: headers(args),
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: AbortSignal.timeout(timeout),
  });
}

function show(className: string, text: string, shown = ""): void {
  status.className = className;
  status.textContent = text;
  body.textContent = shown;
  body.hidden = shown === "";
}

function pretty(text: string): string {
  if (text.length > longestBody)
    return `${text.slice(0, longestBody)}\n… and ${text.length - longestBody} more characters`;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(): Promise<void> {
  for (const input of [server, token, ...inputs]) input.removeAttribute("aria-invalid");
  let url: URL | undefined;
  try {
    const request = requestOf();
    url = new URL(request.url);
    show("", `Waiting for ${url.host}…`);
    const start = performance.now();
    const response = await fetch(request);
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    const outcome = `${response.status} ${response.statusText} in ${took} ms`;
    show(response.ok ? "" : "problem", outcome, pretty(text));
  } catch (error) {
    if (error instanceof Mistake) {
      show("problem", error.message);
      error.input.ariaInvalid = "true";
      error.input.focus();
    } else show("problem", url ? failure(error as Error, url) : String(error));
  }
}

function failure({ name }: Error, { host, hostname }: URL): string {
  if (name === "TimeoutError") return `${host} did not answer within ${timeout / 1000} s.`;
  const unread = `No answer from ${host} that this page may read: the server is down, redirects, or does not allow other pages (CORS).`;
  return `${unread} ${isHere(hostname) ? "Start the mock with: npx @qoder/work-mock" : "Use a sample in a terminal."}`;
}

/** Says where the token would go. */
function showTarget(): void {
  const host = URL.parse(server.value.trim())?.host;
  target.textContent = host ? `to ${host}` : "";
}

server.addEventListener("input", showTarget);
showTarget();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.ariaDisabled) return;
  button.ariaDisabled = "true"; // a button that is `disabled` would lose the focus
  await send();
  button.ariaDisabled = null;
});
// The browser may keep the page for its back button.
addEventListener("pagehide", () => {
  token.value = "";
});
