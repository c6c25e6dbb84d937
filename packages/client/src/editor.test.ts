import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LanguageServer, type Location } from "../test/language-server.ts";
import { docsSite } from "./generated/operations.gen.ts";

const program = `import { createClient } from "@qoder/work-client";
const work = createClient({ token: "pt-any" });
const item = await work.getWorkItem({ environment_id: "env_1", work_id: "work_1" });
item.state;
`;
const handler = `import { WorkError } from "@qoder/work-client";
const explain = (error: WorkError) => {
  if (error.kind === "api" && error.status === 404 && error.type === "") console.log(error);
};
`;
const generated = (name: string) => readFile(new URL(`generated/${name}`, import.meta.url), "utf8");
const commentOf = (name: string, code: string) =>
  new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s+${name}:`).exec(code)?.[1] ?? "";
const file = fileURLToPath(new URL("editor-example.ts", import.meta.url));

test("an editor completes a method, tells what it does, and leads from it to its documentation", async () => {
  await using server = await LanguageServer.open(file, program);
  const { items } = await server.ask<{ items: { label: string }[] }>("completion", "await work.");
  expect(items.map(({ label }) => label)).toContain("getWorkItem");

  const comment = commentOf("getWorkItem", await generated("methods.gen.ts"));
  const sentences = comment.split("\n").map((line) => line.replace(/^ *\* ?(@\w+ )?/, ""));
  expect(comment).toContain(`${docsSite}getWorkItem.html`);
  const method = await server.ask<{ contents: { value: string } }>("hover", "work.getWork");
  for (const sentence of sentences) expect(method.contents.value).toContain(sentence.trim());

  const [, workItem = ""] = (await generated("schema.gen.ts")).split(" WorkItem: {");
  const [description = ""] = /(?<=@description ).*/.exec(commentOf("state", workItem)) ?? [];
  const field = await server.ask<{ contents: { value: string } }>("hover", "item.st");
  expect(description).not.toBe("");
  expect(field.contents.value).toContain(description.trim());

  const [definition] = await server.ask<Location[]>("definition", "work.getWork");
  const lines = (await readFile(new URL(definition?.uri ?? ""), "utf8")).split("\n");
  const line = definition?.range.start.line ?? 0;
  expect(lines[line]).toMatch(/^ +getWorkItem: \(params/);
  expect(lines.slice(0, line).join("\n")).toContain(comment);
});

test("an editor completes the type of an error with the documented one, once the status is known", async () => {
  await using server = await LanguageServer.open(file, handler);
  const { items } = await server.ask<{ items: { label: string }[] }>("completion", 'error.type === "');
  const labels = items.map(({ label }) => label);
  expect(labels).toContain("not_found_error");
  expect(labels).not.toContain("authentication_error"); // of another status
});
