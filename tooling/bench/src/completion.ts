// Prints how long an editor waits for the methods of the client, in a server that has just started and in one that runs.
import { LanguageServer } from "../../../packages/client/src/language-server.test-helper.ts";

const program = `import { createClient } from "@qoder/work-client";
const work = createClient({ token: "pt-any" });
work.getWorkItem;
`;
const begin = performance.now();
await using server = await LanguageServer.open(`${process.cwd()}/src/editor-example.ts`, program);
const complete = async () => {
  const start = performance.now();
  const { items } = await server.ask<{ items: unknown[] }>("completion", "work.");
  return { ms: performance.now() - start, count: items.length };
};
await complete();
const first = performance.now() - begin;
const { ms, count } = await complete();
console.log(JSON.stringify({ first, again: ms, count }));
