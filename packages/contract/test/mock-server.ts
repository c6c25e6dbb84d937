import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Api, Operation } from "@qoder/work-codegen";
import { fetchOf } from "../../mock/src/deliver.ts";
import { responseOf } from "../../mock/src/documented.ts";
import { handlerOf } from "../../mock/src/exchange.ts";
import { load, type Spec, specOf } from "../../mock/src/prism.ts";
import { Script } from "../../mock/src/script.ts";
import type { Send } from "../src/exchange.ts";
import { answersOf, everyField } from "./suite.ts";

/** An operation as the mock loads it. */
export type MockOperation = Spec["operations"][number];

/** Writes the document of an API to a file, for as long as it is used. */
export async function withFile<Result>(api: Api, use: (file: string) => Promise<Result>): Promise<Result> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "api-"));
  const file = join(folder.path, "openapi.json");
  await writeFile(file, api.json);
  return await use(file);
}

/** The operations of an API as the mock loads them, each answer with one more example, which has every field. */
export async function mockOperationsOf(api: Api): Promise<Map<Operation, MockOperation>> {
  const { operations } = await withFile(api, load);
  const loaded = new Map(operations.map((one) => [`${one.method} ${one.path}`, one]));
  return new Map(
    api.operations.map((operation) => {
      const own = loaded.get(`${operation.method} ${operation.path}`);
      if (!own) throw new Error(`The mock does not know ${operation.id}.`);
      return [operation, withEveryField(operation, own)];
    }),
  );
}

function withEveryField(operation: Operation, own: MockOperation): MockOperation {
  const bodies = answersOf(operation).filter(({ example }) => example === everyField);
  const responses = own.responses.map((response) => {
    const body = bodies.find(({ response: { status } }) => status === response.code);
    const added = { id: everyField, key: everyField, value: body?.body };
    const contents = response.contents?.map((one) => ({
      ...one,
      examples: [...(one.examples ?? []), added],
    }));
    return { ...response, ...(body && contents && { contents }) };
  });
  return { ...own, responses } as MockOperation;
}

/** A server in this process that follows one operation: the mock, without sockets. */
export function serverOf(operation: MockOperation): Send {
  const session = { spec: specOf([operation]), script: new Script(), requests: [], failures: [] };
  const send = fetchOf(handlerOf(session), new AbortController().signal);
  return (request) => {
    const headers = new Headers(request.headers);
    headers.set("prefer", movedPrefer(operation, headers.get("prefer") ?? ""));
    return send(request, { headers });
  };
}

/** A `Prefer` header, with the status that has the example now: the operation may have moved it. */
function movedPrefer(operation: MockOperation, prefer: string): string {
  const [, code = "", example = ""] = /code=(\d+), example="(.+)"/.exec(prefer) ?? [];
  const has = (response: MockOperation["responses"][number]) =>
    response.contents?.some(({ examples = [] }) => examples.some(({ key }) => key === example));
  if (!example || responseOf(operation, Number(code))) return prefer;
  const moved = operation.responses.find(has);
  return moved ? `code=${moved.code}, example="${example}"` : prefer;
}
