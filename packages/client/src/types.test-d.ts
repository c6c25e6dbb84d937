import { expectTypeOf, test } from "vitest";
import {
  createClient,
  type ErrorBody,
  isWorkItemId,
  type NotFoundError,
  type UndocumentedApiError,
  WorkError,
  type WorkItem,
} from "./index.ts";

const work = createClient();
const environment_id = "env_1";
const work_id = "work_1";

test("a method resolves to the documented body", () => {
  expectTypeOf(work.getWorkItem).returns.toEqualTypeOf<Promise<WorkItem>>();
  expectTypeOf(work.getWorkItem({ environment_id, work_id })).resolves.toHaveProperty("state");
});

test("swapped, missing and unknown parameters do not compile", () => {
  // @ts-expect-error the ids are swapped
  work.getWorkItem({ environment_id: work_id, work_id: environment_id });
  // @ts-expect-error work_id is missing
  work.getWorkItem({ environment_id });
  // @ts-expect-error an id without its prefix
  work.getWorkItem({ environment_id, work_id: "poll" });
  // @ts-expect-error `limit` is not a parameter
  work.getWorkItem({ environment_id, work_id, limit: 1 });
});

test("known states complete and unknown ones are allowed", () => {
  expectTypeOf<"active">().toExtend<WorkItem["state"]>();
  expectTypeOf<string>().toExtend<WorkItem["state"]>();
  // The union with `string & {}` is not `string`, so editors still complete the known states.
  expectTypeOf<WorkItem["state"]>().not.toEqualTypeOf<string>();
});

test("kind and status tell the type and the body of an error", () => {
  const error: unknown = undefined;
  if (!(error instanceof WorkError)) return;
  expectTypeOf(error.kind).toEqualTypeOf<
    "api" | "connection" | "timeout" | "decode" | "argument" | "state"
  >();
  if (error.kind === "api" && error.status === 404) {
    expectTypeOf(error.body).toEqualTypeOf<ErrorBody<404> | UndocumentedApiError["body"]>();
    expectTypeOf(error.body).not.toBeAny();
    expectTypeOf<NotFoundError | undefined>().toExtend<typeof error.body>();
    expectTypeOf<"not_found_error" | undefined>().toExtend<typeof error.type>();
  } else if (error.kind === "api" && error.status === 599) {
    expectTypeOf(error).toEqualTypeOf<UndocumentedApiError>();
  } else if (error.kind === "connection") {
    expectTypeOf(error.status).toEqualTypeOf<number | undefined>();
  }
});

test("the client underneath is typed by the spec", () => {
  const { http } = work;
  // @ts-expect-error no such path
  http.GET("/no/such/path");
});

test("the guard of an id narrows a string", () => {
  const text = String(process.argv[2]);
  if (isWorkItemId(text)) work.getWorkItem({ environment_id, work_id: text });
  // @ts-expect-error any string
  work.getWorkItem({ environment_id, work_id: text });
});
