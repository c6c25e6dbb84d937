import { type Argument, addressOf, formOf, simpleOf } from "./address.ts";

/** Sends the request that the form describes. A credential is read from the form when it is sent and kept nowhere. */

const form = document.querySelector("form.console") as HTMLFormElement;
const [status, shown, target, button] = ["[role=status]", "pre", ".target", "button"].map((part) =>
  form.querySelector(part),
) as [HTMLElement, HTMLElement, HTMLElement, HTMLButtonElement];
const [server, answer, body, example] = ["server", "answer", "body", "example"].map((name) =>
  form.elements.namedItem(name),
) as [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement | null, HTMLSelectElement | null];
const inputs = [...form.querySelectorAll<HTMLInputElement>("[data-in]:not([data-credential])")];
const credentials = [...form.querySelectorAll<HTMLInputElement>("[data-credential]")];
const { method = "", path = "", accept = "" } = form.dataset;
const timeout = 30_000;
/** More of a body than this, in characters, would freeze the page. */
const longestBody = 50_000;

/** The mistake in the form, in a sentence for the reader. */
class Mistake extends Error {
  readonly input: HTMLElement;
  constructor(input: HTMLElement, message: string) {
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
  const { name = "", in: place = "", style = "", explode, json, pattern, rule, example } = dataset;
  if (value === "" && !required) return [];
  const wrong = (expected: string) =>
    new Mistake(input, `${name} must ${expected}, such as ${example}; received "${value}".`);
  if (value === "") throw new Mistake(input, `${name} is missing: expected something like ${example}.`);
  if (pattern && !new RegExp(pattern, "u").test(value)) throw wrong(`${rule}`);
  try {
    const parsed = json === undefined ? value : JSON.parse(value);
    return [{ name, in: place, style, explode: explode === "true", value: parsed }];
  } catch {
    throw wrong("be JSON");
  }
}

/** The credential, without what is often copied along with it. */
const secretOf = ({ value, dataset }: HTMLInputElement): string =>
  value.trim().replace(dataset["prefix"] === "Bearer " ? /^(authorization:\s*)?bearer\s+/i : "", "");

function credentialOf(input: HTMLInputElement): Argument[] {
  const { name = "", in: place = "", prefix } = input.dataset;
  const secret = secretOf(input);
  if (/[^\x21-\x7e]/.test(secret))
    throw new Mistake(input, "The token holds a space or a character that no token has.");
  const value = prefix + (prefix === "Basic " ? btoa(secret) : secret);
  return secret ? [{ name, in: place, style: "form", explode: true, value }] : [];
}

/** The text of the body: as it is written, but for a form. */
function content(): string | undefined {
  if (!body || (body.value.trim() === "" && !body.required)) return undefined;
  const { mediaType = "" } = body.dataset;
  const isForm = mediaType.startsWith("application/x-www-form-urlencoded");
  try {
    return isForm ? formOf(JSON.parse(body.value)) : JSON.stringify(JSON.parse(body.value));
  } catch (error) {
    throw new Mistake(body, `The body must be JSON: ${(error as Error).message}.`);
  }
}

function requestOf(): Request {
  const address = base();
  const args = [...inputs.flatMap(argumentOf), ...credentials.flatMap(credentialOf)];
  const text = content();
  const headers = new Headers({ Accept: accept });
  for (const arg of args) if (arg.in === "header") headers.set(arg.name, simpleOf(arg));
  if (text !== undefined) headers.set("Content-Type", body?.dataset["mediaType"] ?? "");
  if (answer.value) headers.set("Prefer", answer.value);
  return new Request(addressOf(address, path, args), {
    method,
    headers,
    ...(text !== undefined && { body: text }),
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: AbortSignal.timeout(timeout),
  });
}

const inQuotes = (text: string) => text.replaceAll("'", `'\\''`);

/** The request as a command, with the name of a variable in the place of each credential. */
function curlOf(): string {
  const { url, headers } = requestOf();
  const text = content();
  const parts = [
    url,
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
    ...(text === undefined ? [] : [text]),
  ].map((part) =>
    credentials.reduce(
      (shown, input) => {
        const secret = secretOf(input);
        const written = inQuotes(input.dataset["prefix"] === "Basic " ? btoa(secret) : secret);
        const variable = `'"$${input.dataset["variable"]}"'`;
        const hide = (before: string, hidden: string) => before.replaceAll(hidden, () => variable);
        return secret ? hide(hide(shown, written), encodeURIComponent(written)) : shown;
      },
      `'${inQuotes(part)}'`,
    ),
  );
  const flags = parts.map((part, index) => {
    if (index === 0) return method === "HEAD" ? `curl --head ${part}` : `curl --request ${method} ${part}`;
    return `${index === parts.length - 1 && text !== undefined ? "--data" : "--header"} ${part}`;
  });
  return flags.join(" \\\n  ");
}

/** Whether the reader wants to change something on another machine. */
const isWanted = ({ hostname, host }: URL): boolean =>
  /^(GET|HEAD|OPTIONS)$/.test(method) ||
  isHere(hostname) ||
  confirm(`Send ${method} to ${host}? It can change what is there.`);

function show(className: string, text: string, result = ""): void {
  status.className = className;
  status.textContent = text;
  shown.textContent = result;
  shown.hidden = result === "";
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

/** Says what is wrong in the form, where something is. */
function refuse(error: unknown): void {
  show("problem", error instanceof Mistake ? error.message : String(error));
  if (!(error instanceof Mistake)) return;
  error.input.ariaInvalid = "true";
  error.input.focus();
}

const begin = () => {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
};

async function copyCurl(): Promise<void> {
  begin();
  try {
    show("", "The request as curl:", curlOf());
  } catch (error) {
    return refuse(error);
  }
  await navigator.clipboard?.writeText(shown.textContent ?? "").then(
    () => show("", "Copied as curl:", shown.textContent ?? ""),
    () => undefined, // not allowed; the reader sees it
  );
}

async function send(): Promise<void> {
  begin();
  let url: URL | undefined;
  try {
    const request = requestOf();
    url = new URL(request.url);
    if (!isWanted(url)) return show("", "Not sent.");
    show("", `Waiting for ${url.host}…`);
    const start = performance.now();
    const response = await fetch(request);
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    const outcome = `${response.status} ${response.statusText} in ${took} ms`;
    show(response.ok ? "" : "problem", outcome, pretty(text));
  } catch (error) {
    if (url) show("problem", failure(error as Error, url));
    else refuse(error);
  }
}

function failure({ name }: Error, { host, hostname }: URL): string {
  if (name === "TimeoutError") return `${host} did not answer within ${timeout / 1000} s.`;
  const unread = `No answer from ${host} that this page may read: the server is down, redirects, or does not allow other pages (CORS).`;
  return `${unread} ${isHere(hostname) ? "Start the mock with: npx @qoder/work-mock" : "Use a sample in a terminal."}`;
}

/** Says where the request would go. */
function showTarget(): void {
  const host = URL.parse(server.value.trim())?.host;
  target.textContent = host ? `to ${host}` : "";
}

form.querySelector(".as-curl")?.addEventListener("click", copyCurl);
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
  for (const input of credentials) input.value = "";
});
example?.addEventListener("change", () => {
  if (body) body.value = example.value;
});
