import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Operation } from "@qoder/work-codegen";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { ensureCommand } from "../test/commands.ts";
import { findings, keepPicture, open, serveSite } from "../test/site.ts";
import { securityOf } from "./security.ts";

vi.setConfig({ testTimeout: 60_000 });
serveSite();

let mock: Mock;
beforeAll(async () => {
  await ensureCommand("curl", "curl");
  mock = await startMock();
});
beforeEach(() => mock.reset());
afterAll(() => mock?.close());

const operation = api.operations.find(({ id }) => id === "getWorkItem") as Operation;
const { alternatives, credentials } = securityOf(api, operation);
const first = credentials.find(({ scheme }) => alternatives[0]?.includes(scheme));
const labelOf = (one: typeof first) => (one?.isToken ? "Token" : one?.scheme);
/** The credential that the form asks for where none is given, if the spec does. */
const asked = alternatives.every(({ length }) => length > 0) ? labelOf(first) : undefined;
const credential = credentials.find(({ isToken }) => isToken) ?? first;
const secret = credential?.prefix === "Basic " ? btoa("pt-secret") : "pt-secret";

const console = async (server = mock.url) => {
  const opened = await open("getWorkItem.html");
  await opened.page.getByLabel("Server").fill(server);
  const token = opened.page.getByLabel(labelOf(credential) ?? "", { exact: true });
  const give = async (text: string) => credential && (await token.fill(text));
  const send = () => opened.page.getByRole("button", { name: "Send" }).click();
  const result = () => opened.page.locator(".result").textContent();
  return { ...opened, token, give, send, result };
};

test("shows what the mock answers, and forgets the token with the page", async () => {
  await using opened = await console();
  const { page, token, give, send, result } = opened;
  await give("pt-secret-of-the-reader");
  await send();
  await expect.poll(result).toMatch(/^200 OK in \d+ ms\{\s+"id": "work_/);
  await keepPicture(page, "console", true);
  await page.getByLabel("Answer of the mock").selectOption("code=404, example=environment_not_found");
  await send();
  await expect.poll(result).toMatch(/^404 Not Found[\s\S]*"param": "environment_id"/);
  await page.evaluate(() => scrollTo(0, 0)); // else the bar may cover a part of a button
  expect(await findings(page)).toStrictEqual([]);

  const kept = await page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
    ]),
  );
  expect(kept).not.toContain("secret");
  expect(mock.requests.map(({ path }) => path).join()).not.toContain("secret");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  if (credential) expect(await token.inputValue()).toBe("");
});

test("sends once for a double click, and the button keeps the focus", async () => {
  mock.reply({ example: "queued", delay: 300 });
  await using opened = await console();
  const { page, result } = opened;
  await opened.give("pt-any");
  const button = page.getByRole("button", { name: "Send" });
  await button.dblclick();
  await expect.poll(result).toMatch(/^200/);
  expect(mock.requests).toHaveLength(1);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await button.click();
  await expect.poll(() => mock.requests.length).toBe(2);
});

test("shows the beginning of a huge answer, and HTML as text", async () => {
  mock.reply({ status: 502, body: `<script>alert(1)</script>${"x".repeat(5_000_000)}` });
  await using opened = await console();
  await opened.give("pt-any");
  await opened.send();
  await expect.poll(opened.result).toMatch(/^502 Bad Gateway in \d+ ms<script>alert\(1\)<\/script>x+/);
  expect(await opened.result()).toMatch(/x\n… and 4950025 more characters$/);
  expect(await opened.page.getByRole("status").filter({ hasText: "502" }).textContent()).not.toContain("x");
});

test("can be used again after a value that no URL can hold", async () => {
  await using opened = await console();
  await opened.give("pt-any");
  const id = opened.page.getByLabel("work_id");
  await id.evaluate((input: HTMLInputElement) => {
    input.value = "work_\ud800";
  });
  await opened.send();
  await expect.poll(opened.result).toContain("URIError");
  await id.fill("work_1");
  await opened.send();
  await expect.poll(opened.result).toMatch(/^200/);
  expect(opened.problems.join()).not.toContain("exception");
});

test("takes a token as it is copied, and writes the request as curl without it", async () => {
  const { in: place, name = "x-none", prefix = "", variable = "NONE" } = credential ?? {};
  const value = credential ? prefix + secret : "none";
  await using server = await listen(({ url = "", headers }, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", name);
    const { searchParams } = new URL(url, server.url);
    response.end((place === "query" ? searchParams.get(name) : headers[name.toLowerCase()]) ?? "none");
  });
  await using opened = await console(server.url);
  const { page, give, send, result } = opened;
  await give(` ${prefix === "Bearer " ? value : "pt-secret"} `);
  await send();
  await expect.poll(result).toMatch(new RegExp(`^200 OK in \\d+ ms${value}$`));
  if (asked === labelOf(credential)) await give(""); // a command needs none
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await expect.poll(result).toMatch(/curl/);
  const command = (await page.locator(".result pre").textContent()) ?? "";
  expect(command).not.toContain("secret");
  const env = { ...process.env, [variable]: secret };
  const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent`], { env });
  expect(stdout).toBe(value);
  await page.getByLabel("work_id").fill("poll");
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await expect.poll(result).toMatch(/^work_id must start with work_/);
});

test("says what is missing without a token, and sends nothing", async () => {
  await using opened = await console();
  await opened.send();
  const missing = `${asked} is missing. The mock accepts any, such as pt-any.`;
  await expect.poll(opened.result).toMatch(asked ? new RegExp(`^${missing}$`) : /^200 OK/);
  expect(mock.requests).toHaveLength(asked ? 0 : 1);
});

test("sends nothing with a wrong id, which could lead to another operation", async () => {
  await using opened = await console();
  for (const wrong of ["poll", "work_/../poll", "work_\\..\\poll", "work_ 1", "work_"]) {
    await opened.page.getByLabel("work_id").fill(wrong);
    await opened.send();
    await expect.poll(opened.result).toContain(`; received "${wrong}".`);
    expect(await opened.result()).toMatch(
      /^work_id must start with work_ and go on without white space or slashes, such as work_\w+; received/,
    );
  }
  await opened.page.getByLabel("work_id").fill("");
  await opened.send();
  await expect.poll(opened.result).toMatch(/^work_id is missing/);
  expect(mock.requests).toStrictEqual([]);
});

test("says what to do when no server answers", async () => {
  await using opened = await console("http://127.0.0.1:9");
  await opened.give("pt-any");
  await opened.send();
  await expect
    .poll(opened.result)
    .toBe(
      "No answer from 127.0.0.1:9 that this page may read: the server is down, redirects, or does not allow other pages (CORS). Start the mock with: npx @qoder/work-mock",
    );
});

test("sends a token to no server that is not https or on this machine", async () => {
  await using opened = await console();
  await opened.give("pt-secret-of-the-reader");
  for (const server of [
    "http://api.example.com",
    "ftp://127.0.0.1",
    "nonsense",
    "https://user@api.example.com",
    "https://:password@api.example.com",
  ]) {
    await opened.page.getByLabel("Server").fill(server);
    await opened.send();
    await expect.poll(opened.result).toMatch(/^Expected an .*received "/);
    expect(await opened.result()).toContain(`"${server}"`);
  }
  expect(opened.problems).toStrictEqual([]); // a request to such a server would be one
});
