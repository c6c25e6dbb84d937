import { type Block, escapeHtml } from "./markdown.ts";
import type { Api, Operation } from "./spec.ts";

/** Where `qoder-work-mock` listens unless told otherwise. */
const mock = "http://127.0.0.1:4010";

/** What a parameter in the path must match: no value that leads to another path. */
const segment = "^(?!\\.{0,2}$)";

/** A form that `site/console.ts` turns into a request. It is hidden where scripts do not run. */
export function consoleForm({ servers }: Api, { path, parameters, success, errors }: Operation): Block {
  const inputs = parameters.map(({ name, in: place, required, schema }) => {
    const example = String(schema.examples?.[0] ?? "");
    const pattern = schema.pattern ?? (place === "path" ? segment : "");
    return field(
      name,
      `<input name="${escapeHtml(name)}" data-in="${place}" data-example="${escapeHtml(example)}" data-pattern="${escapeHtml(pattern)}" value="${escapeHtml(required ? example : "")}"${required ? " required" : ""} spellcheck="false" autocomplete="off">`,
    );
  });
  const answers = [success, ...errors].flatMap(({ status, examples }) =>
    Object.entries(examples).map(
      ([name, { summary }]) =>
        `<option value="code=${status}, example=${escapeHtml(name)}">${status}: ${escapeHtml(summary)}</option>`,
    ),
  );
  const choices = [mock, ...servers.map(({ url }) => url)].map(
    (url) => `<option value="${escapeHtml(url)}"></option>`,
  );
  return {
    markdown:
      "The page has a form that sends this request to a server of your choice. Start one with `npx @qoder/work-mock`.",
    html: `<p class="scripts-off">The form to try this operation needs JavaScript. The samples work without.</p>
<form class="console" data-path="${escapeHtml(path)}" novalidate>
<p>Sends the request from this page to the server below. Start the <a href="mocking.html">mock</a> with
<code>npx @qoder/work-mock</code>; it accepts any token.</p>
${field("Server", `<input name="server" list="servers" value="${mock}" required spellcheck="false" autocomplete="off"><datalist id="servers">${choices.join("")}</datalist>`)}
${field("Token", `<input name="token" type="password" autocomplete="off" placeholder="pt-…">`)}
${inputs.join("\n")}
${field("Answer of the mock", `<select name="answer"><option value="">its default</option>${answers.join("")}</select>`)}
<p class="console-send"><button type="submit">Send</button> <span class="target"></span></p>
<div class="result"><p role="status"></p><pre tabindex="0" role="group" aria-label="Body of the answer" hidden></pre></div>
<details><summary>What happens to the token</summary>
<p>It stays in this form, in memory, until you leave the page. It is sent to the server above as a header and to nobody else;
it is in no URL, cookie or storage. Tokens go to <code>https</code> servers and to this machine only.</p></details>
<details><summary>Why a server may refuse</summary>
<p>A browser lets a page read answers only of servers that allow it (CORS). The mock allows every page; whether
${servers.map(({ url }) => `<code>${escapeHtml(url)}</code>`).join(" or ")} does is not documented. Where it fails, use one of the
samples in a terminal. Some browsers ask first, or refuse, when a public page calls this machine: then open these docs from your
machine, with <code>npm start</code> in the repository.</p></details>
</form>`,
  };
}

const field = (label: string, control: string) =>
  `<label class="control"><span>${escapeHtml(label)}</span>${control}</label>`;
