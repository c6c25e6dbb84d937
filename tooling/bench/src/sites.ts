import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const docs = path("../../../packages/docs/dist");
const modules = path("../node_modules");
/** Where the pages of the peers are written, and the screenshots. */
export const out = path("../dist/docs");

export interface Operation {
  summary: string;
  /** How the description begins, up to its first markup. */
  text: string;
}

export interface Site {
  name: string;
  /** The file that shows the operation, and the fragment that leads to it. */
  page: string;
  /** Where its files are; the first folder that has one wins. */
  folders: string[];
}

/** The page of the first operation, then what else shows that operation from the same spec. */
export async function sitesOfOperation(): Promise<{ operation: Operation; sites: [Site, ...Site[]] }> {
  const spec = JSON.parse(await readFile(`${docs}/openapi.json`, "utf8"));
  const [route = ""] = Object.keys(spec.paths);
  const [method = ""] = Object.keys(spec.paths[route]);
  const { operationId: id, summary, description, tags } = spec.paths[route][method];
  const [text = ""] = /^[^`*_[<\n]+/.exec(description) ?? [];

  await mkdir(out, { recursive: true });
  await Promise.all([
    writeFile(`${out}/redocly.html`, await redoc(`${docs}/openapi.json`)),
    ...Object.entries(pages).map(([name, page]) => writeFile(`${out}/${name}`, page)),
  ]);
  const scalar = {
    version: await versionOf("@scalar/api-reference"),
    fragment: `tag/${tags[0].toLowerCase()}/${method.toUpperCase()}${route}`,
    folders: [out, `${modules}/@scalar/api-reference/dist/browser`, docs],
  };
  return {
    operation: { summary, text: text.trim() },
    sites: [
      { name: `our ${id}.html`, page: `${id}.html`, folders: [docs] },
      { name: "our redoc.html", page: `redoc.html#operation/${id}`, folders: [docs] },
      {
        name: `\`redocly build-docs\` ${await versionOf("@redocly/cli")}`,
        page: `redocly.html#operation/${id}`,
        folders: [out, `${modules}/@redocly/cli/lib/chunks`],
      },
      {
        name: `Scalar ${scalar.version}, modules`,
        page: `scalar-modules.html#${scalar.fragment}`,
        folders: scalar.folders,
      },
      {
        name: `Scalar ${scalar.version}, one script`,
        page: `scalar-script.html#${scalar.fragment}`,
        folders: scalar.folders,
      },
      {
        name: `Stoplight Elements ${await versionOf("@stoplight/elements")}`,
        page: `elements.html#/operations/${id}`,
        folders: [out, `${modules}/@stoplight/elements`, docs],
      },
    ],
  };
}

/** Pages as the peers document them, with the files of the package in place of those on a CDN. */
const pages = {
  "scalar-modules.html": page(`<div id="app"></div>
<script type="module">
  import { createApiReference } from "./standalone.esm.js";
  createApiReference("#app", { url: "openapi.json" });
</script>`),
  "scalar-script.html": page(`<div id="app"></div>
<script src="standalone.js"></script>
<script>Scalar.createApiReference("#app", { url: "openapi.json" });</script>`),
  "elements.html": page(
    `<elements-api apiDescriptionUrl="openapi.json" router="hash" layout="sidebar"></elements-api>`,
    `<script src="web-components.min.js"></script>
<link rel="stylesheet" href="styles.min.css">`,
  ),
};

function page(body: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/**
 * What Redocly builds without options. The script comes from here instead of its CDN: the hash in the page holds the
 * browser to the same bytes. The build itself sends no telemetry, which the page would copy as an option; it is undone.
 */
async function redoc(spec: string): Promise<string> {
  const file = `${out}/redocly.html`;
  execFileSync(
    process.execPath,
    [`${modules}/@redocly/cli/bin/cli.js`, "build-docs", spec, "--output", file],
    {
      cwd: out,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      stdio: "pipe",
    },
  );
  const replacements: [what: RegExp, by: string][] = [
    [/https:\/\/cdn\.redocly\.com\/redoc\/v[\d.]+\/bundles\/(?=redoc\.standalone\.js")/g, "./"],
    [/"disableTelemetry":true/g, '"disableTelemetry":false'],
  ];
  return replacements.reduce(
    (html, [what, by]) => {
      if (!what.test(html)) throw new Error(`Redocly's page no longer has ${what}: see what it has instead.`);
      return html.replace(what, by);
    },
    await readFile(file, "utf8"),
  );
}

async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(`${modules}/${name}/package.json`, "utf8")).version;
}
