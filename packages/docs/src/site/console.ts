import { type Argument, addressOf } from "./address.ts";

/** Sends the request that the form describes. The token is read from the form when it is sent and kept nowhere. */

const form = document.querySelector("form.console") as HTMLFormElement;
const status = form.querySelector("[role=status]") as HTMLElement;
const body = form.querySelector("pre") as HTMLElement;
const target = form.querySelector(".target") as HTMLElement;
const button = form.querySelector("button") as HTMLButtonElement;
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
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

function server(): string {
  const input = field("server");
  const url = URL.parse(input.value.trim());
  const here = url && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && here))) {
    throw new Mistake(
      input,
      `Expected an https address, or http on this machine, such as http://127.0.0.1:4010; received "${input.value}".`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Mistake(input, `Expected an address without a user, ? and #; received "${input.value}".`);
  }
  return url.href;
}

function argumentOf(input: HTMLInputElement): Argument[] {
  const { value, required, dataset } = input;
  const { name = "", in: place = "", style = "", explode, json, pattern, example } = dataset;
  if (value === "" && !required) return [];
  if (value === "") throw new Mistake(input, `${name} is missing: expected something like ${example}.`);
  if (pattern && !new RegExp(pattern, "u").test(value))
    throw new Mistake(input, `${name} must match ${pattern}, such as ${example}; received "${value}".`);
  try {
    const parsed = json === undefined ? value : JSON.parse(value);
    return [{ name, in: place, style, explode: explode === "true", value: parsed }];
  } catch {
    throw new Mistake(input, `${name} must be JSON, such as ${example}; received "${value}".`);
  }
}

function headers(args: Argument[]): Headers {
  const sent = new Headers({ Accept: "application/json" });
  for (const { in: place, name, value } of args) if (place === "header") sent.set(name, String(value));
  const token = field("token").value.trim();
  if (/[^\x21-\x7e]/.test(token))
    throw new Mistake(field("token"), "The token holds a space or a character that no token has.");
  if (token) sent.set("Authorization", `Bearer ${token}`);
  const answer = field("answer").value;
  if (answer) sent.set("Prefer", answer);
  return sent;
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
  for (const input of [field("server"), field("token"), ...inputs]) input.removeAttribute("aria-invalid");
  let url: URL | undefined;
  try {
    const { method = "", path = "" } = form.dataset;
    const base = server();
    const args = inputs.flatMap(argumentOf);
    url = new URL(addressOf(base, path, args));
    const request = new Request(url, {
      method,
      headers: headers(args),
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(timeout),
    });
    show("", `Waiting for ${url.host}…`);
    const start = performance.now();
    const response = await fetch(request);
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    show(
      response.ok ? "" : "problem",
      `${response.status} ${response.statusText} in ${took} ms`,
      pretty(text),
    );
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
  if (hostname === "127.0.0.1" || hostname === "localhost") {
    return `${unread} Start the mock with: npx @qoder/work-mock`;
  }
  return `${unread} Use a sample in a terminal.`;
}

/** Says where the token would go. */
function showTarget(): void {
  const host = URL.parse(field("server").value.trim())?.host;
  target.textContent = host ? `to ${host}` : "";
}

field("server").addEventListener("input", showTarget);
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
  field("token").value = "";
});
