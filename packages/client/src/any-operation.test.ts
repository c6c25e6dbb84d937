import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { gardenClient } from "../test/garden.ts";
import { carry } from "./credentials.ts";

// biome-ignore lint/suspicious/noExplicitAny: the modules are made by the test
let modules: { client: any; paginate: any; validate: any };
let folder: string;
beforeAll(async () => {
  ({ folder } = await gardenClient());
  const load = (name: string) => import(/* @vite-ignore */ `${folder}${name}.ts`);
  modules = {
    client: await load("client"),
    paginate: await load("paginate"),
    validate: await load("validate"),
  };
});

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A client of the garden, and the requests that it sent. */
function garden(answers: (Response | Error)[] = [], options: object = {}) {
  const sent: Sent[] = [];
  const fetch = async (request: Request) => {
    const usual = /^(x-request-id|accept|user-agent)$/; // as in client.test.ts
    const headers = Object.fromEntries([...request.headers].filter(([name]) => !usual.test(name)));
    sent.push({ method: request.method, url: request.url, headers, body: await request.clone().text() });
    const answer = answers.shift() ?? json({ data: [], has_more: false });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const credentials = { Basic: { username: "me", password: "pä" }, Key: "k-1", Query: "q&1" };
  return {
    sent,
    work: modules.client.createClient({ token: "t", credentials, fetch, retries: 1, ...options }),
  };
}
const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });
const empty = (status: number) => new Response(null, { status });
const plant = { id: 7, kind: "flower", name: "Rose", bed: 3, color: "red" };

describe("a request", () => {
  test("writes each style of the query", async () => {
    const { work, sent } = garden();
    await work.listPlants({
      color: ["red", "dark blue"],
      beds: [1, 2],
      words: ["dry", "a&b"],
      near: { lat: 47.5, long: 8.5 },
      height: { min: 10, "max&": 90 },
      fields: ["id", "name"],
      limit: 5,
      wild: false,
      "x-trace": ["spring", "test"],
    });
    expect(sent[0]?.url).toBe(
      "https://north.garden.example/v2/plants?color=red&color=dark%20blue&beds=1|2&words=dry%20a%26b" +
        "&lat=47.5&long=8.5&height[min]=10&height[max%26]=90&fields=id,name&limit=5&wild=false",
    );
    expect(sent[0]?.headers).toStrictEqual({ authorization: "Bearer t", "x-trace": "spring,test" });
  });

  test("leaves out what is not given", async () => {
    const { work, sent } = garden();
    await work.listPlants({ color: [], limit: undefined, near: {}, wild: null });
    expect(sent[0]?.url).toBe("https://north.garden.example/v2/plants");
  });

  test.each([
    ["createPlant", { body: plant }, "application/json", JSON.stringify(plant), json(plant, 201)],
    [
      "updatePlant",
      { plant: 7, body: { notes: null } },
      "application/merge-patch+json",
      '{"notes":null}',
      json(plant),
    ],
    [
      "waterPlant",
      { plant: 7, body: { liters: 1.5, tools: ["a b", "c&d"] } },
      "application/x-www-form-urlencoded",
      "liters=1.5&tools=a%20b&tools=c%26d",
      json([1]),
    ],
    ["putPing", { body: null }, "application/json", "null", json(null)],
  ])("%s has its body and its media type", async (operation, params, type, body, answer) => {
    const { work, sent } = garden([answer]);
    await work[operation](params);
    expect(sent[0]).toMatchObject({ body, headers: { "content-type": type } });
  });

  test("with an empty form keeps its media type", async () => {
    const { work, sent } = garden([json([1])]);
    await work.waterPlant({ plant: 7, body: {} });
    expect(sent[0]).toMatchObject({
      body: "",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  });

  test("without an optional body has no media type", async () => {
    const { work, sent } = garden([json(plant)]);
    await work.updatePlant({ plant: 7 });
    expect(sent[0]).toMatchObject({ method: "PATCH", body: "", headers: { authorization: "Bearer t" } });
    expect(sent[0]?.headers).not.toHaveProperty("content-type");
  });

  test("goes to the server of its path, and to baseUrl where one is given", async () => {
    const body = { liters: 1 };
    const { work, sent } = garden([json([1])]);
    await work.waterPlant({ plant: 7, body });
    expect(sent[0]?.url).toBe("https://water.garden.example/plants/7/water");
    const other = garden([json([1])], { baseUrl: "http://127.0.0.1:1" });
    await other.work.waterPlant({ plant: 7, body });
    expect(other.sent[0]?.url).toBe("http://127.0.0.1:1/plants/7/water");
  });

  test("has path parameters of every type", async () => {
    const { work, sent } = garden([json({ text: "a" }), json([4])]);
    const owner = "0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10";
    await work.getBedLog({ bed: 1.5, day: "2026-05-01", color: "dark blue", owner });
    expect(sent[0]?.url).toBe(`https://north.garden.example/v2/beds/1.5/2026-05-01/dark%20blue/${owner}`);
    await work.getRows({ bed: 3, rows: ["first", "a/b"] });
    expect(sent[1]?.url).toBe("https://north.garden.example/v2/beds/3/rows/first,a%2Fb");
  });

  test.each([
    ["getPlant", { plant: "poll" }, "plant"],
    ["getPlant", { plant: [7] }, "plant"],
    ["getPlant", {}, "plant"],
    ["getBedLog", { bed: 1, day: "2026-5-1", color: "red", owner: "x" }, "day"],
    ["getBedLog", { bed: 1, day: "2026-05-01", color: "violet", owner: "x" }, "color"],
    ["getRows", { bed: 3, rows: [] }, "rows"],
    ["getRows", { bed: 3, rows: [".."] }, "rows"],
  ])("%s with %j is refused before it is sent", async (operation, params, param) => {
    const { work, sent } = garden();
    await expect(work[operation](params)).rejects.toMatchObject({ kind: "argument", param });
    expect(sent).toStrictEqual([]);
  });

  test("has any text in the path, but none that leads to another", async () => {
    const { operations } = await import(/* @vite-ignore */ `${folder}generated/operations.gen.ts`);
    operations["getAny"] = { path: "/any/{text}" };
    const { work, sent } = garden([json({}), json({})]);
    await work["getAny"]({ text: "a/../b?" });
    await work["getAny"]({ text: ["a", "b,c"] });
    for (const text of ["", ".", "..", undefined])
      await expect(work["getAny"]({ text })).rejects.toMatchObject({
        ...{ kind: "argument", param: "text" },
        message: expect.stringContaining("`text` must not be empty, `.` or `..`; received "),
      });
    delete operations["getAny"];
    expect(sent.map(({ url }) => new URL(url).pathname)).toStrictEqual([
      "/v2/any/a%2F..%2Fb%3F",
      "/v2/any/a,b%2Cc",
    ]);
  });

  test.each([
    ["a list in a list", "listPlants", { color: [["red"]] }],
    ["a body that is no JSON", "putPing", { body: 1n }],
    ["a header with a line break", "listPlants", { color: ["red"], "x-trace": ["a\nb"] }],
  ])("with %s is refused before it is sent", async (_, operation, params) => {
    const { work, sent } = garden();
    await expect(work[operation](params)).rejects.toMatchObject({ kind: "argument" });
    expect(sent).toStrictEqual([]);
  });
});

describe("an answer", () => {
  test.each([
    ["null", "getPlant", { plant: 7 }, json(null), null],
    ["an array", "waterPlant", { plant: 7, body: { liters: 1 } }, json([1, 2]), [1, 2]],
    ["nothing", "waterPlant", { plant: 7, body: { liters: 1 } }, empty(204), undefined],
    ["nothing after HEAD", "checkPlant", { plant: 7 }, empty(200), undefined],
    ["nothing after DELETE", "deletePlant", { plant: 7 }, empty(204), undefined],
    ["a text", "ping", {}, json("pong"), "pong"],
    ["another success", "createPlant", { body: plant }, json({ ticket: "t" }, 202), { ticket: "t" }],
  ])("can be %s", async (_, operation, params, answer, result) => {
    expect(await garden([answer]).work[operation](params)).toStrictEqual(result);
  });

  test.each([
    ["an array", "getPlant", { plant: 7 }, () => json([])],
    ["nothing", "getPlant", { plant: 7 }, () => empty(204)],
    ["an object", "ping", {}, () => json({})],
    ["null", "waterPlant", { plant: 7, body: { liters: 1 } }, () => json(null)],
  ])("of an undocumented type, %s, is a decode error", async (_, operation, params, answer) => {
    await expect(garden([answer(), answer()]).work[operation](params)).rejects.toMatchObject({
      kind: "decode",
    });
  });

  test("with an error has its documented body, by range and by default", async () => {
    const body = { type: "dry", title: "Too dry" };
    const { work } = garden([json(body, 418), json(body, 599), json(body, 599)], { retries: 0 });
    await expect(work.createPlant({ body: plant })).rejects.toMatchObject({ status: 418, type: "dry", body });
    await expect(work.listPlants({ color: ["red"] })).rejects.toThrow(/^599 dry: Too dry \(/);
  });

  test.each([
    ["a number for a type", { type: 3, reason: "A bee" }, "3", "423 3 ("],
    ["no type", { reason: "A bee" }, undefined, '423 {"reason":"A bee"} ('],
  ])("with an error can have %s", async (_, body, type, message) => {
    const call = garden([json(body, 423)]).work.deletePlant({ plant: 7 });
    const known = { status: 423, type, body, excerpt: undefined, message: expect.stringContaining(message) };
    await expect(call).rejects.toMatchObject(known);
  });

  test("is compared with the spec by validated()", async () => {
    const { work } = garden([json({ ...plant, bed: "3" }), json(null), empty(204)]);
    const strict = modules.validate.validated(work);
    await expect(strict.getPlant({ plant: 7 })).rejects.toMatchObject({ kind: "decode", status: 200 });
    expect(await strict.getPlant({ plant: 7 })).toBe(null);
    expect(await strict.deletePlant({ plant: 7 })).toBe(undefined);
  });

  test("is compared with a multiple of a hundredth, but for its last digits", async () => {
    const { work } = garden([json({ share: 0.07 }), json({ share: 0.075 })]);
    const strict = modules.validate.validated(work);
    const bed = { bed: 3, form: "long" };
    expect(await strict.clearBed(bed)).toStrictEqual({ share: 0.07 });
    await expect(strict.clearBed(bed)).rejects.toMatchObject({ problems: [{ pointer: "/share" }] });
  });
});

describe("a call is repeated", () => {
  const refused = () =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ECONNREFUSED" }) });
  const lost = () =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
  test.each([
    ["PUT after a lost connection", "putPing", { body: 1 }, lost, 2],
    ["DELETE after 503", "deletePlant", { plant: 7 }, () => json({}, 503), 2],
    ["a POST with a key after 503", "createPlant", { body: plant }, () => json({}, 503), 2],
    [
      "not a POST without one after 503",
      "waterPlant",
      { plant: 7, body: { liters: 1 } },
      () => json({}, 503),
      1,
    ],
    ["not a PATCH after a lost connection", "updatePlant", { plant: 7 }, lost, 1],
    ["not a GET with x-idempotent: false", "ping", {}, lost, 1],
    ["a POST after 429", "waterPlant", { plant: 7, body: { liters: 1 } }, () => json({}, 429), 2],
    ["a POST after a refused connection", "waterPlant", { plant: 7, body: { liters: 1 } }, refused, 2],
  ])("%s", async (_, operation, params, answer, attempts) => {
    const { work, sent } = garden([answer(), answer()]);
    await expect(work[operation](params)).rejects.toMatchObject({ attempts });
    expect(sent).toHaveLength(attempts);
  });

  test("with the same new key each time, unless the caller gives one", async () => {
    const { work, sent } = garden([json({}, 503), json(plant, 201), json(plant, 201), json(plant, 201)]);
    await work.createPlant({ body: plant });
    await work.createPlant({ body: plant });
    await work.createPlant({ body: plant, "Idempotency-Key": "mine-123" });
    const [first, again, second, mine] = sent.map(({ headers }) => headers["idempotency-key"]);
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
    expect(mine).toBe("mine-123");
  });
});

describe("a credential", () => {
  const basic = `Basic ${Buffer.from("me:pä").toString("base64")}`;
  test.each([
    ["the token", "listPlants", { color: ["red"] }, {}, { authorization: "Bearer t" }, ""],
    ["none", "ping", {}, {}, {}, ""],
    [
      "a key in a header",
      "getBedLog",
      { bed: 1, day: "2026-05-01", color: "red", owner: "0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10" },
      {},
      { "x-garden-key": "k-1" },
      "",
    ],
    ["the first alternative", "deletePlant", { plant: 7 }, {}, { authorization: basic }, ""],
    ...["me:pä", basic.slice(6)].map((Basic): [string, string, object, object, object, string] => [
      `a name and a password, given as ${Basic}`,
      "deletePlant",
      { plant: 7 },
      { credentials: { Basic } },
      { authorization: basic },
      "",
    ]),
    [
      "the alternative that is given",
      "deletePlant",
      { plant: 7 },
      { credentials: { Key: () => "k-2", Query: "q&1" } },
      { "x-garden-key": "k-2" },
      "?garden_key=q%261",
    ],
    [
      "nothing where that is allowed and nothing is given",
      "getPlant",
      { plant: 7 },
      { token: undefined },
      {},
      "",
    ],
  ])("is %s", async (_, operation, params, options, headers, query) => {
    const answers: Record<string, Response> = {
      ping: json("pong"),
      deletePlant: empty(204),
      getPlant: json(null),
      getBedLog: json({ text: "" }),
    };
    const { work, sent } = garden(answers[operation] ? [answers[operation]] : [], options);
    await work[operation](params);
    expect(sent[0]?.headers).toStrictEqual(headers);
    expect(new URL(sent[0]?.url ?? "").search).toBe(
      query === "" && operation === "listPlants" ? "?color=red" : query,
    );
  });

  test("that is missing is named before anything is sent", async () => {
    const { work, sent } = garden([], { token: undefined, credentials: { Key: "k" } });
    await expect(work.deletePlant({ plant: 7 })).rejects.toMatchObject({
      kind: "argument",
      message: expect.stringContaining(
        "set `credentials.Basic`, or `credentials.Key` and `credentials.Query`",
      ),
    });
    await expect(work.putPing({ body: 1 })).rejects.toThrow("set `token` or QODER_PAT");
    expect(sent).toStrictEqual([]);
  });

  test("in the query leaves the body whole, of a known length", async () => {
    await using server = await listen(async ({ url, headers }, response) => {
      response.end(`${url} ${headers["content-type"]} ${headers["content-length"]}`);
    });
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    const request = new Request(`${server.url}/?a=b`, init);
    const response = await fetch(await carry([["?key", "k&1"]], request));
    expect(await response.text()).toBe("/?a=b&key=k%261 application/json 2");
  });

  test("is never seen by middleware, and never in an error", async () => {
    const seen: string[] = [];
    const see = ({ request }: { request: Request }) =>
      void seen.push(request.url, ...request.headers.values());
    const options = {
      middleware: [{ onRequest: see, onResponse: see }],
      credentials: { Key: "k-secret", Query: "q-secret" },
      retries: 0,
    };
    const error = await garden([json({}, 500)], options)
      .work.deletePlant({ plant: 7 })
      .catch((reason: unknown) => reason);
    expect(seen.length).toBeGreaterThan(2);
    expect(`${seen} ${JSON.stringify(error)} ${error.stack}`).not.toContain("secret");
  });
});

describe("a list is read page by page", () => {
  const page = (next_page: string | null) => json({ data: [plant], has_more: next_page !== null, next_page });

  test("with the cursor in the query and the headers of the call", async () => {
    const { work, sent } = garden([page("b&c"), page(null)]);
    const call = [{ color: ["red"] }, { headers: { "x-mine": "m" } }];
    const found: unknown[] = [];
    for await (const item of modules.paginate.paginate(work.listPlants, ...call)) found.push(item);
    expect(found).toStrictEqual([plant, plant]);
    expect(sent.map(({ url }) => new URL(url).search)).toStrictEqual(["?color=red", "?color=red&page=b%26c"]);
    expect(sent.map(({ headers }) => headers["x-mine"])).toStrictEqual(["m", "m"]);
  });

  test("until its signal", async () => {
    const { work, sent } = garden([page("b"), page("c")]);
    const controller = new AbortController();
    const items = modules.paginate.paginate(work.listPlants, { color: [] }, { signal: controller.signal });
    await items.next();
    controller.abort(new Error("enough"));
    await expect(items.next()).rejects.toThrow("enough");
    expect(sent).toHaveLength(1);
  });
});

test("types say what is sent, what arrives, and what does not compile", async () => {
  const options =
    "--ignoreConfig --strict --exactOptionalPropertyTypes --noEmit --skipLibCheck --target es2024 --module nodenext --allowImportingTsExtensions --types node";
  const tsc = promisify(execFile)("tsc", [...options.split(" "), `${folder}use.ts`]);
  expect(
    await tsc.then(
      () => "",
      ({ stdout }) => stdout,
    ),
  ).toBe("");
});
