import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiHash, apiVersion, type Mock, prefer, startMock } from "./index.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const item = "/api/v1/cloud/environments/env_1/work/work_1";
const lines: string[] = [];
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ spec, log: (line) => lines.push(line) });
});
afterAll(() => mock.close());

const get = (headers: Record<string, string> = {}) =>
  fetch(withToken(`${mock.url}${item}`, "secret-token"), {
    headers: { ...authorized("secret-token"), ...headers },
  });

test("the path of a spec may be relative", async () => {
  await using other = await startMock({ spec: relative(process.cwd(), spec) });
  expect((await other.fetch(other.url)).status).toBe(200);
});

test("prefer() chooses the status and the example", async () => {
  const stopped = await get(prefer("getWorkItem", 200, "stopped"));
  expect(stopped.status).toBe(200);
  expect(await stopped.json()).toMatchObject({ state: "stopped" });

  const missing = await get(prefer("getWorkItem", 404, "environment_not_found"));
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ error: { message: expect.stringContaining("Environment") } });

  expect((await get(prefer("getWorkItem", 403))).status).toBe(403);
});

test("prefer() accepts documented answers only", () => {
  // @ts-expect-error 418 is not documented
  prefer("getWorkItem", 418);
  // @ts-expect-error `stopped` is an example of 200
  prefer("getWorkItem", 404, "stopped");
});

test("the log names requests and breaches, and never shows the token", async () => {
  lines.length = 0;
  await fetch(withToken(`${mock.url}${item.replace("work_1", "job_1")}`, "secret-token"), {
    headers: authorized("secret-token"),
  });
  expect(lines[0]).toBe("GET /api/v1/cloud/environments/env_1/work/job_1");
  expect(lines.join("\n")).toContain('work_id must match pattern "^work_"');
  expect(lines.join("\n")).not.toContain("secret-token");
});

test("a busy port is refused with its number, and a closed mock answers no more", async () => {
  const other = await startMock({ spec });
  const port = Number(new URL(other.url).port);
  await expect(startMock({ spec, port })).rejects.toThrow(
    `EADDRINUSE: address already in use 127.0.0.1:${port}`,
  );
  await other.close();
  await expect(fetch(other.url)).rejects.toThrow("fetch failed");
});

test("the version and the hash that the package carries are those of its openapi.json", () => {
  const built = readFileSync(new URL("../dist/openapi.json", import.meta.url));
  expect(createHash("sha256").update(built).digest("hex").slice(0, 12)).toBe(apiHash);
  expect(JSON.parse(built.toString()).info.version).toBe(apiVersion);
});

test("reload() follows the edited spec at the same address, with the same answers", async () => {
  await using copy = await editedCopy({});
  const edit = async (path: string, from: string | RegExp, to: string) => {
    const file = join(copy.folder, path);
    await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
  };
  const edited = await startMock({ spec: copy.file });
  const states = async (count: number) => {
    const states: unknown[] = [];
    for (let time = 0; time < count; time++) {
      const response = await fetch(withToken(`${edited.url}${item}`, "any"), {
        headers: authorized("any"),
      });
      states.push(response.ok ? ((await response.json()) as { state: string }).state : response.status);
    }
    return states;
  };
  edited.reply("queued", "starting", { status: 503 }, "stopped");
  await edit("components/responses/WorkItem.yaml", / {6}starting:\n.*\n/, "");
  await edit("components/examples/WorkItemStopped.yaml", "state: stopped", "state: halted");
  await edited.reload();
  expect(await states(4)).toStrictEqual(["queued", 500, 503, "halted"]);

  await edit("openapi.yaml", "openapi: 3.1.1", "openapi: [");
  await expect(edited.reload()).rejects.toThrow();
  expect(await states(1)).toStrictEqual(["halted"]);
  edited.reset();
  expect(await states(1)).toStrictEqual(["active"]);
  await edited.close();
});

test("a port that is no port number is refused, and is not the path of a socket", async () => {
  await expect(startMock({ port: "sock" as never })).rejects.toThrow(/port should be >= 0 and < 65536/);
});
