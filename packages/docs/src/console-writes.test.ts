import { text } from "node:stream/consumers";
import { listen } from "@qoder/work-codegen/test/server.ts";
import sirv from "sirv";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { gardenSite } from "../test/garden.ts";
import { findings, keepPicture, open, screens, serveSite } from "../test/site.ts";

vi.setConfig({ testTimeout: 60_000 });
serveSite();

let site: Awaited<ReturnType<typeof listen>>;
let api: Awaited<ReturnType<typeof listen>>;
const requests: Record<string, unknown>[] = [];
beforeAll(async () => {
  site = await listen(sirv(await gardenSite(), { dev: true }));
  api = await listen(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "*");
    response.setHeader("Access-Control-Allow-Headers", "*, Authorization");
    const { method, url, headers } = request;
    const body = await text(request);
    if (method !== "OPTIONS") requests.push({ method, url, ...headers, body });
    response.end(body);
  });
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await api?.[Symbol.asyncDispose]();
});

const form = async (id: string, server = api.url) => {
  const opened = await open(`${id}.html`, undefined, site.url);
  const { page } = opened;
  const field = (name: string) => page.locator("form.console").getByLabel(name, { exact: true });
  await field("Server").fill(server);
  for (const needed of await page.locator("[data-credential][required]").all()) await needed.fill("any");
  const send = () => page.getByRole("button", { name: "Send" }).click();
  const result = () => page.locator(".result").textContent();
  return { ...opened, field, body: page.getByRole("textbox", { name: "Body", exact: true }), send, result };
};

test("a body is chosen from the examples, edited and sent, with header parameters", async () => {
  await using opened = await form("createPlant");
  const { page, body, send, result } = opened;
  expect(JSON.parse(await body.inputValue())).toMatchObject({ name: "Rose" });
  await page.getByRole("combobox", { name: "Example of the body" }).selectOption("leek");
  await body.fill((await body.inputValue()).replace("Leek", "Chive"));
  await opened.field("Idempotency-Key").fill("key-of-the-reader");
  await send();
  await expect.poll(result).toMatch(/^200 OK/);
  expect(requests).toMatchObject([
    { method: "POST", url: "/plants", "idempotency-key": "key-of-the-reader" },
  ]);
  expect(requests[0]?.["content-type"]).toBe("application/json");
  expect(JSON.parse(String(requests[0]?.["body"]))).toMatchObject({ kind: "vegetable", name: "Chive" });
  expect(await findings(page)).toStrictEqual([]);
  for (const [name, { viewport }] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    await keepPicture(page, `garden-${name}`, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  }
});

test("a number keeps its digits, in what is sent and in what is shown", async () => {
  await using opened = await form("createPlant");
  const body = '{"id": 9007199254740993, "price": 1.10}';
  await opened.body.fill(body);
  await opened.send();
  await expect.poll(opened.result).toMatch(/"id": 9007199254740993,\s+"price": 1\.10/);
  expect(requests).toMatchObject([{ body }]);
});

test("a value in the path that the client refuses is not sent", async () => {
  await using opened = await form("waterPlant");
  for (const wrong of ["..", "7/../8", "%2e%2e"]) {
    await opened.field("plant").fill(wrong);
    await opened.send();
    await expect.poll(opened.result).toBe(`plant must be of type integer; received "${wrong}".`);
  }
  expect(requests).toStrictEqual([]);
});

test("a body that is no JSON, or is missing, is not sent", async () => {
  await using opened = await form("createPlant");
  for (const wrong of ["{", ""]) {
    await opened.body.fill(wrong);
    await opened.send();
    await expect.poll(opened.result).toMatch(/^The body must be JSON: /);
  }
  expect(requests).toStrictEqual([]);
});

test("a form, arrays, objects and every kind of credential are sent as the spec says", async () => {
  {
    await using opened = await form("waterPlant");
    await opened.field("plant").fill("7");
    await opened.send();
    await expect.poll(() => requests.at(-1)?.["body"]).toBe("liters=1.5&tools=spade&tools=fork");
    expect(requests.at(-1)?.["content-type"]).toBe("application/x-www-form-urlencoded");
  }
  {
    await using opened = await form("listPlants");
    await opened.field("near").fill('{"lat":47.5,"long":8.5}');
    await opened.field("x-trace").fill('["spring","test"]');
    await opened.send();
    await expect
      .poll(() => requests.at(-1))
      .toMatchObject({ url: "/plants?color=red&color=white&lat=47.5&long=8.5", "x-trace": "spring,test" });
  }
  await using opened = await form("deletePlant");
  await opened.send();
  await expect.poll(opened.result).toMatch(/^Basic is missing\./); // the first of several that would do
  await opened.page.getByRole("button", { name: "Copy as curl" }).click();
  await expect.poll(opened.result).toMatch(/"Authorization: Basic \$BASIC"/);
  await opened.field("Basic").fill("name:word");
  await opened.field("Key").fill("k");
  await opened.field("Query").fill("q");
  await opened.send();
  await expect
    .poll(() => requests.at(-1))
    .toMatchObject({
      ...{ method: "DELETE", url: "/plants/7?garden_key=q" },
      ...{ authorization: `Basic ${btoa("name:word")}`, "x-garden-key": "k" },
    });
});

test("a write goes to another machine only after a question, a read without", async () => {
  const server = "https://garden.invalid";
  const questions: string[] = [];
  const asked = async (id: string, answer: "accept" | "dismiss") => {
    await using opened = await form(id, server);
    opened.page.once("dialog", async (dialog) => {
      questions.push(dialog.message());
      await dialog[answer]();
    });
    await opened.send();
    await expect.poll(opened.result).not.toMatch(/^(Waiting|$)/);
    opened.page.removeAllListeners("dialog");
    return { result: await opened.result(), sent: opened.problems.some((one) => one.includes(server)) };
  };
  const question = "Send POST to garden.invalid? It can change what is there.";
  expect(await asked("createPlant", "dismiss")).toStrictEqual({ result: "Not sent.", sent: false });
  expect(questions).toStrictEqual([question]);
  expect(await asked("createPlant", "accept")).toMatchObject({ sent: true });
  expect(await asked("ping", "dismiss")).toMatchObject({ sent: true });
  expect(questions).toStrictEqual([question, question]);
});
