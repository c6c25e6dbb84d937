import { type Argument, inShell, requestOf, withVariables } from "./request.ts";

/** Sends the request that the form describes. A credential is read from the form when it is sent and kept nowhere. */

const form = document.querySelector("form.console") as HTMLFormElement;
const [status, shown, button] = ["[role=status]", "pre", "button"].map((part) =>
  form.querySelector(part),
) as [HTMLElement, HTMLElement, HTMLButtonElement];
const [server, answer, body, example] = ["server", "answer", "body", "example"].map((name) =>
  form.elements.namedItem(name),
) as [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement | null, HTMLSelectElement | null];
const inputs = [...form.querySelectorAll<HTMLInputElement>("[data-in]:not([data-credential])")];
const credentials = [...form.querySelectorAll<HTMLInputElement>("[data-credential]")];
const { method = "", path = "", accept = "" } = form.dataset;
const timeout = 30_000;
/** More of a body than this, in characters, would freeze the page. */
const longestBody = 50_000;

/** The mistake in the form, in a sentence for the reader, and where. */
const mistake = (input: HTMLElement, message: string) => new Error(message, { cause: input });

const isHere = (hostname: string) => ["127.0.0.1", "localhost"].includes(hostname);

function base(): string {
  const url = URL.parse(server.value.trim());
  const expected =
    !url || !(url.protocol === "https:" || (url.protocol === "http:" && isHere(url.hostname)))
      ? "an https address, or http on this machine, such as http://127.0.0.1:4010"
      : (url.username || url.password || url.search || url.hash) && "an address without a user, ? and #";
  if (!url || expected) throw mistake(server, `Expected ${expected}; received "${server.value}".`);
  return url.href;
}

function argumentOf(input: HTMLInputElement): Argument[] {
  const { value, required, dataset } = input;
  const { name = "", in: place = "", style = "", explode, json, pattern, flags, rule, example } = dataset;
  if (value === "" && !required) return [];
  const wrong = (expected: string) => {
    const hint = example ? `, such as ${example}` : "";
    return mistake(input, `${name} must ${expected}${hint}; received "${value}".`);
  };
  if (value === "") throw mistake(input, `${name} is missing: expected something like ${example}.`);
  if (pattern && !new RegExp(pattern, flags).test(value)) throw wrong(`${rule}`);
  try {
    const parsed = json === undefined ? value : JSON.parse(value);
    return [{ name, in: place, style, explode: explode === "true", value: parsed }];
  } catch {
    throw wrong("be JSON");
  }
}

/** The credential, without what is often copied along with it; for a command, the variable that holds it. */
function credentialOf(input: HTMLInputElement, isCommand: boolean): Argument[] {
  const { name = "", in: place = "", prefix = "", variable } = input.dataset;
  const secret = input.value
    .trim()
    .replace(prefix === "Bearer " ? /^(authorization:\s*)?bearer\s+/i : "", "");
  const label = input.labels?.[0]?.textContent;
  const isNone = credentials.every(({ value }) => value.trim() === "");
  const isNeeded = input.required || (isNone && input.dataset["first"] !== undefined);
  if (!secret && isNeeded && !isCommand)
    throw mistake(input, `${label} is missing. The mock accepts any, such as pt-any.`);
  if (/[^\x20-\x7e]/.test(secret)) throw mistake(input, `${label} holds a character that no credential has.`);
  if (!secret && !isNeeded) return [];
  const sent = prefix === "Basic " ? btoa(secret) : secret;
  return [{ name, in: place, value: prefix + (isCommand ? `$${variable}` : sent) }];
}

function content() {
  if (!body || (body.value.trim() === "" && !body.required)) return undefined;
  try {
    return { mediaType: body.dataset["mediaType"] ?? "", value: JSON.parse(body.value), text: body.value };
  } catch (error) {
    throw mistake(body, `The body must be JSON: ${(error as Error).message}.`);
  }
}

/** The request, or what is shown of it as a command. */
function described(isCommand: boolean) {
  const args = [
    ...inputs.flatMap(argumentOf),
    ...credentials.flatMap((input) => credentialOf(input, isCommand)),
  ];
  const request = requestOf({ method, server: base(), path, args, body: content() });
  request.headers.push({ name: "Accept", value: accept });
  if (answer.value) request.headers.push({ name: "Prefer", value: answer.value });
  return request;
}

/** The request as a command, in which a variable stands for each credential. */
function curlOf({ url, headers, postData }: ReturnType<typeof described>): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = [
    `curl ${quoted(url)} --globoff`,
    method === "HEAD" ? "--head" : `--request ${method}`,
    ...headers.map(({ name, value }) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(postData ? [`--data ${quoted(postData.text)}`] : []),
  ];
  const variables = credentials.map((input) => input.dataset["variable"] ?? "");
  return withVariables(parts.join(" \\\n  "), variables, inShell);
}

function show(className: string, text: string, result = ""): void {
  status.className = className;
  status.textContent = text;
  shown.textContent = result;
  shown.hidden = result === "";
}

/** A number with the digits that it was sent with, where the browser can keep them. */
const asWritten = (_: string, value: unknown, context?: { source?: string }) =>
  typeof value === "number" ? ((JSON as RawJSON).rawJSON?.(context?.source ?? "") ?? value) : value;
type RawJSON = { rawJSON?(text: string): unknown };

function pretty(text: string): string {
  if (text.length > longestBody)
    return `${text.slice(0, longestBody)}\n… and ${text.length - longestBody} more characters`;
  try {
    return JSON.stringify(JSON.parse(text, asWritten), null, 2);
  } catch {
    return text;
  }
}

/** Does what the reader asks, or says what is wrong in the form. */
async function attempt(action: () => Promise<void>): Promise<void> {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  try {
    await action();
  } catch (error) {
    const { message, cause } = error as Error;
    show("problem", cause ? message : String(error));
    if (!(cause instanceof HTMLElement)) return;
    cause.ariaInvalid = "true";
    cause.focus();
  }
}

async function copyCurl(): Promise<void> {
  const command = curlOf(described(true));
  show("", "The request as curl:", command);
  const copied = navigator.clipboard?.writeText(command).then(() => show("", "Copied as curl:", command));
  await copied?.catch(() => undefined); // not allowed; the reader sees it
}

async function send(): Promise<void> {
  const { url, headers, postData } = described(false);
  const request = new Request(url, {
    method,
    headers: headers.map(({ name, value }): [string, string] => [name, value]),
    ...(postData && { body: postData.text }),
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: AbortSignal.timeout(timeout),
  });
  const address = new URL(url);
  const isSafe = /^(GET|HEAD|OPTIONS)$/.test(method) || isHere(address.hostname);
  if (!isSafe && !confirm(`Send ${method} to ${address.host}? It can change what is there.`))
    return show("", "Not sent.");
  show("", `Waiting for ${address.host}…`);
  const start = performance.now();
  try {
    const response = await fetch(request);
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    const outcome = `${response.status} ${response.statusText} in ${took} ms`;
    show(response.ok ? "" : "problem", outcome, pretty(text));
  } catch (error) {
    show("problem", failure(error as Error, address));
  }
}

function failure({ name }: Error, { host, hostname }: URL): string {
  if (name === "TimeoutError") return `${host} did not answer within ${timeout / 1000} s.`;
  const unread = `No answer from ${host} that this page may read: the server is down, redirects, or does not allow other pages (CORS).`;
  return `${unread} ${isHere(hostname) ? "Start the mock with: npx @qoder/work-mock" : "Use a sample in a terminal."}`;
}

form.querySelector(".as-curl")?.addEventListener("click", () => attempt(copyCurl));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.ariaDisabled) return;
  button.ariaDisabled = "true"; // a button that is `disabled` would lose the focus
  await attempt(send);
  button.ariaDisabled = null;
});
// The browser may keep the page for its back button.
addEventListener("pagehide", () => {
  for (const input of credentials) input.value = "";
});
example?.addEventListener("change", () => {
  if (body) body.value = example.value;
});
