import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { ensureCommand } from "../test/commands.ts";
import { garden, gardenSite, operationOf } from "../test/garden.ts";
import { faultsOfLinks } from "../test/links.ts";
import { samplesOf } from "./samples.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

let site = "";
beforeAll(async () => {
  await ensureCommand("curl", "curl");
  await ensureCommand("python3", "python3");
  site = await gardenSite();
});

const markdown = (id: string) => readFile(join(site, `${id}.md`), "utf8");
const html = (id: string) => readFile(join(site, `${id}.html`), "utf8");
const section = async (id: string, title: string) =>
  (await markdown(id)).split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";

test("every operation has a page, and no link is dead", async () => {
  const files = await readdir(site);
  expect(files).toEqual(expect.arrayContaining(garden.operations.map(({ id }) => `${id}.html`)));
  expect(await faultsOfLinks(site)).toStrictEqual([]);
});

test("a body has its media type, its fields and its examples", async () => {
  const body = await section("createPlant", "Request body");
  expect(body).toContain(
    "The plant.\n\nBody: `application/json` (object, required)\n\n- `Flower` (object, one of these):\n",
  );
  expect(await html("createPlant")).toContain('id="body.Flower.secret"');
  expect(await section("createPlant", "Request examples")).toMatch(/### Rose\n[\s\S]*### Leek\n/);
  expect(await section("waterPlant", "Request body")).toMatch(
    /^Body: `application\/x-www-form-urlencoded` /m,
  );
  expect(await section("updatePlant", "Request body")).toContain(
    "`application/merge-patch+json` (object, at least 1 key)",
  );
});

test("the example of a success is the first, also where a range documents it", async () => {
  expect(await section("clearBed", "Response examples")).toMatch(/^Response examples\n\n### 2XX\n/);
  expect(await section("clearBed", "Request samples")).toContain("samples print the first response below.");
});

test("what only answers or only requests have is marked, and not with the others", async () => {
  const body = await section("createPlant", "Request body");
  const answer = await section("createPlant", "Response");
  expect(body).toContain("`secret` (string, write-only)");
  expect(body).not.toContain("`id`");
  expect(answer).toContain("`id` (integer, read-only, required)");
  expect(answer).not.toContain("`secret`");
});

test("each success, its headers, no content, null and values that are no object are described", async () => {
  expect(await section("createPlant", "Response")).toMatch(
    /\*\*201\*\* The plant was created\.\n\nHeaders:\n\n- `location` \(string, uri-reference, required\): URL[\s\S]*\*\*202\*\* The plant will be/,
  );
  expect(await section("deletePlant", "Response")).toContain("**204** The plant is gone.\n\nNo body.");
  expect(await section("optionsPing", "Response")).toContain("- `allow` (string): Methods.\n\nNo body.");
  expect(await section("putPing", "Response")).toContain("Body: `application/json` (null)");
  expect(await section("waterPlant", "Response")).toContain("Body: `application/json` (array of number)");
  expect(await section("getBedLog", "Response")).toContain("- `before` (object):");
});

test("errors of another format have their fields, once, also by range and default", async () => {
  for (const [id, status] of [
    ["listPlants", "default"],
    ["createPlant", "4XX"],
  ] as const) {
    const errors = await section(id, "Errors");
    expect(errors).toContain(`| ${status} | | What went wrong. Headers: \`x-left\`. |`);
    expect(errors).toContain(
      "Body: `application/problem+json` (object)\n\n### Problem object\n\n- `type` (string, required):",
    );
    expect(errors).not.toContain("envelope");
  }
});

test("links, callbacks, webhooks and servers are there", async () => {
  expect(await section("createPlant", "Response")).toContain(
    "Then call [getPlant](getPlant.html.md): `plant` is `$response.body#/id`",
  );
  expect(await section("createPlant", "Callbacks")).toContain("- `POST` `planted {$request.body#/notify}`");
  expect(await markdown("index")).toContain("- `POST` `frost`");
  expect(await section("waterPlant", "Servers")).toContain("`https://water.garden.example`");
  expect(await section("authentication", "Servers")).toContain(
    "`https://{region}.garden.example/{base}` `region` is `north` or `south`: Half of the world. `base` is `v2`: Version. |",
  );
  expect(await markdown("waterPlant")).toContain("**Deprecated.**");
});

test("the credentials of each operation are listed, with their alternatives", async () => {
  expect(await section("deletePlant", "Authentication")).toMatch(
    /Send one of these: `Basic`; `Key` and `Query`\.[\s\S]*\| `X-Garden-Key` \| No \| `\$KEY` \| header [\s\S]*\| `garden_key` \| No \| `\$QUERY` \| query /,
  );
  expect(await section("getPlant", "Authentication")).toContain("Send one of these: nothing; `Bearer`.");
  expect(await section("ping", "Authentication")).toContain("No credential is needed.");
  expect(await section("getBedLog", "Authentication")).toContain("| `X-Garden-Key` | Yes |");
});

test("each of several credentials has under its name what it is for, and where it is sent", async () => {
  for (const [name, text] of [
    ["Key", "Key of a tool.\n\nIt is sent in the header `X-Garden-Key`."],
    ["Query", "Key of a link.\n\nIt is sent in the query `garden_key`."],
    ["Basic", "It is sent in the header `Authorization` after `Basic`."],
  ] as const)
    expect(await section("authentication", name)).toContain(text);
});

test("arrays and objects are in the samples as their styles say", async () => {
  const parts = [
    "color=red&color=white",
    "beds=1|2",
    "words=dry%20sunny",
    "lat=47.5&long=8.5",
    "height[min]=10&height[max]=90",
    "fields=id,name",
  ];
  for (const { source, label } of samplesOf(garden, operationOf("listPlants")))
    if (label !== "TypeScript") {
      expect(source).toContain(`/v2/plants?${parts.join("&")}`);
      expect(source).toMatch(/x-trace["']?: ["']?spring,test["']/);
    }
});

test("a sample asks the server of its operation, and waits for no body that does not come", () => {
  for (const { source, label } of samplesOf(garden, operationOf("waterPlant")))
    if (label !== "TypeScript") expect(source).toMatch(/water\.garden\.example/);
  expect(samplesOf(garden, operationOf("checkPlant"))[0]?.source).toContain(" --head ");
});

test("the client gets the credentials that the operation needs", () => {
  const created = (id: string, alternative: number) => {
    const operation = operationOf(id);
    const security = operation.security.slice(alternative);
    const { source = "" } = samplesOf(garden, { ...operation, security })[1] ?? {};
    return /createClient\((.*)\);/.exec(source)?.[1];
  };
  expect(created("listPlants", 0)).toBe("{ token: process.env.QODER_PAT }");
  expect(created("ping", 0)).toBe("");
  expect(created("deletePlant", 0)).toContain(
    '{ credentials: { "Basic": { username: process.env.BASIC_USERNAME',
  );
  expect(created("deletePlant", 1)).toBe(
    '{ credentials: { "Key": process.env.KEY, "Query": process.env.QUERY } }',
  );
});

test("only the first bearer scheme is the token, and a scheme can be written in any case", () => {
  const http = (scheme: string) => ({ type: "http", scheme, description: "" });
  const securitySchemes = { ...garden.securitySchemes, Basic: http("Basic"), Other: http("Bearer") };
  const sources = ["Basic", "Other"].map((name) => {
    const operation = { ...operationOf("getPlant"), security: [{ [name]: [] }] };
    return samplesOf({ ...garden, securitySchemes }, operation).map(({ source }) => source);
  });
  const [[ofBasic, clientOfBasic], [ofOther, clientOfOther]] = sources as [string[], string[]];
  expect(ofBasic).toContain('"Authorization: Basic $BASIC"');
  expect(clientOfBasic).toContain('{ credentials: { "Basic": { username: ');
  expect(ofOther).toContain('"Authorization: Bearer $OTHER"');
  expect(clientOfOther).toContain('{ credentials: { "Other": process.env.OTHER } }');
});

test("values that the generators cannot take apart are written as they are", () => {
  const operation = operationOf("putPing");
  const [content] = operation.body?.contents ?? [];
  for (const [value, python, js] of [
    [null, "json.dumps(None)", "body: 'null'"],
    ["a\n'", 'json.dumps("a\\n\'")', "body: '\"a\\\\n\\'\"'"],
    [true, "json.dumps(True)", "body: 'true'"],
  ] as const) {
    const examples = { only: { summary: "", description: "", value } };
    const body = { description: "", required: true, contents: content ? [{ ...content, examples }] : [] };
    const samples = samplesOf(garden, { ...operation, body });
    expect(samples.find(({ lang }) => lang === "py")?.source).toContain(python);
    expect(samples.find(({ lang }) => lang === "js")?.source).toContain(js);
  }
});

const secrets = { QODER_PAT: "pat", BASIC: "basic", KEY: "key", QUERY: "query" };

test("in each language, the samples send the same request", async () => {
  const requests: Record<string, unknown>[] = [];
  await using server = await listen(async (request, response) => {
    const { method, url, headers } = request;
    const body = await text(request);
    const { authorization, "content-type": type, "x-garden-key": key, "x-trace": trace } = headers;
    const isJson = type?.endsWith("json");
    requests.push({ method, url, authorization, type, key, trace, body: isJson ? JSON.parse(body) : body });
    response.end("{}");
  });
  const servers = garden.servers.map((one) => ({ ...one, url: server.url }));
  const env = { ...secrets, PATH: process.env["PATH"] };
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  vi.spyOn(console, "log").mockReturnValue();
  const calls = garden.operations.flatMap((operation) =>
    operation.security.length > 1
      ? operation.security.map((needed) => ({ ...operation, security: [needed] }))
      : [operation],
  );
  const samples = calls.map((call) => samplesOf({ ...garden, servers }, { ...call, servers: [] }));
  const sourcesOf = (label: string) =>
    samples.map((all) => all.find((one) => one.label === label)?.source ?? "");
  /** The requests that arrive. All samples of a language share a process, because many take long to start. */
  const sent = async (action: Promise<unknown>) => {
    await action;
    return requests.splice(0);
  };
  const run = promisify(execFile);
  const curl = await sent(run("sh", ["-ec", sourcesOf("curl").join("\n")], { env }));
  const program = `for source in ${JSON.stringify(sourcesOf("Python"))}: exec(source)`;
  const python = await sent(run("python3", ["-c", program], { env }));
  const script = sourcesOf("fetch").map((source) => `{${source}}`);
  const fetched = await sent(import(`data:text/javascript,${encodeURIComponent(script.join("\n"))}`));
  expect(curl).toStrictEqual(fetched);
  expect(python).toStrictEqual(fetched);
  for (const [index, { method, security }] of calls.entries()) {
    const needed = security.flatMap((names) => Object.keys(names));
    expect(fetched[index]).toMatchObject({
      method: method.toUpperCase(),
      authorization: needed.includes("Bearer")
        ? "Bearer pat"
        : needed.includes("Basic")
          ? "Basic basic"
          : undefined,
      key: needed.includes("Key") ? "key" : undefined,
      url: expect.stringMatching(
        needed.includes("Query") ? /^[^?]*\?(.*&)?garden_key=query$/ : /^((?!garden_key).)*$/,
      ),
    });
  }
});
