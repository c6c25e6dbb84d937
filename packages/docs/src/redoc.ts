import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { html, type Site } from "./layout.ts";
import { samplesOf, withSamples } from "./samples.ts";

const cli = fileURLToPath(new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url));

const policyMark = "policy-of-redoc";

/** Makes the page of Redoc, in the frame of the other pages. Its process has begun when the function returns. */
export async function redocPage(site: Site, signal?: AbortSignal): Promise<string> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redoc-"));
  const fileOf = (name: string) => join(folder.path, name);
  const document = withSamples(site.api, ({ id, description }) => ({
    description: `${description}\n\n[Fields, errors and a form to try it](${id}.html)`,
  }));
  // The policy of the page lets no image of another host in: a link takes its place.
  const withLinks = (keyword: string, value: unknown) =>
    keyword === "description" ? String(value).replaceAll(/!(?=\[[^\]]*\]\()/g, "") : value;
  writeFileSync(fileOf("openapi.json"), JSON.stringify(document, withLinks));
  writeFileSync(fileOf("redocly.yaml"), "telemetry: off\n");
  writeFileSync(fileOf("page.hbs"), template(site));
  const paths = ["--template", "page.hbs", "--output", "redoc.html"];
  const args = ["build-docs", "openapi.json", ...paths, "--inlineBundle", "--openapi", optionsOf(site)];
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: folder.path, signal });
  return withPolicy(repaired(readFileSync(fileOf("redoc.html"), "utf8")));
}

function optionsOf({ api }: Site): string {
  const samples = api.operations.flatMap((operation) => samplesOf(api, operation));
  const languages = new Map(samples.map(({ lang, label }) => [`${lang} ${label}`, { lang, label }]));
  return JSON.stringify({
    schemasExpansionLevel: "all",
    jsonSamplesExpandLevel: "all",
    disableTelemetry: true,
    scrollYOffset: 56,
    // Redoc drops a sample whose language and label are missing here.
    codeSamples: { languages: [...languages.values()] },
  });
}

function template(site: Site): string {
  const description = `${site.api.info.title}: the reference in Redoc.`;
  const page = { file: "redoc.html", group: "Reference", title: "Redoc", description, content: () => [] };
  const values = {
    ...{ policy: policyMark, stylesheet: "redoc.css", scripts: ["site.js"] },
    ...{ head: "{{{redocHead}}}", isRedoc: true },
  };
  return html(site, page, "redoc.html", values);
}

/** Redoc styles its parts while it runs, so styles cannot be listed; each script is, by its hash. */
function withPolicy(page: string): string {
  const inline = [...page.matchAll(/<script(?: type="module")?>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(([, code = ""]) => `'sha256-${hash("sha256", code, "base64")}'`);
  const policy = `default-src 'none'; script-src 'self' ${hashes.join(" ")}; style-src 'self' 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  return page.replace(policyMark, policy);
}

const logo = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" width="36" height="16">
<text y="12" font-family="sans-serif" font-size="11" fill="gray">Redoc</text></svg>`,
)}`;

/** Changes for which Redoc has no option. */
const repairs: [what: RegExp, by: string][] = [
  // The logo is the only part that comes from another host; a word takes its place.
  [/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, logo],
  // It asks whether the policy allows `eval`, which is reported as a violation.
  [/return \w+\._factory\?\?=Function\(\w+\),!0/g, "return!1"],
  // The name of the button that chooses an example must be the text on it (WCAG 2.5.3).
  [/"aria-label":`Example`,/g, ""],
];

function repaired(page: string): string {
  return repairs.reduce((text, [what, by]) => {
    if (!what.test(text)) throw new Error(`Redoc no longer has ${what}: see if this repair is still needed.`);
    return text.replace(what, by);
  }, page);
}
