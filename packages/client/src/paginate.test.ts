import { expect, test } from "vitest";
import { type CallOptions, paginate, WorkError } from "./index.ts";

interface Params {
  color?: string;
  page?: string;
}

/** A method that lists: it answers its calls one after the other, and keeps what it was called with. */
function listing(...answers: unknown[]) {
  const calls: [params: Params | undefined, options: CallOptions | undefined][] = [];
  const list = async (params?: Params, options?: CallOptions) => {
    calls.push([params, options]);
    const answer = answers.shift();
    if (answer === undefined) throw new Error("one page too many was requested");
    if (answer instanceof Error) throw answer;
    return answer as { data: number[]; has_more: boolean; next_page?: string | null };
  };
  const pages = () => calls.map(([params]) => params?.page);
  return { list, calls, pages };
}
const page = (data: unknown, next_page?: string | null) => ({
  data,
  has_more: next_page !== null,
  next_page,
});

/** The items that arrive, and the error at their end. */
async function read(items: AsyncIterable<number>) {
  const found: number[] = [];
  try {
    for await (const item of items) found.push(item);
  } catch (error) {
    return { found, error };
  }
  return { found };
}

test("yields the items of all pages, also after an empty one", async () => {
  const { list, pages } = listing(page([1, 2], "b"), page([], "c"), page([3], null));
  expect(await read(paginate(list))).toStrictEqual({ found: [1, 2, 3] });
  expect(pages()).toStrictEqual([undefined, "b", "c"]);
});

test("ends with `has_more`, whatever `next_page` says", async () => {
  const { list } = listing({ data: [1], has_more: false, next_page: "b" });
  expect(await read(paginate(list))).toStrictEqual({ found: [1] });
});

test("begins at the page that is given", async () => {
  const { list, pages } = listing(page([3], "d"), page([4], null));
  expect(await read(paginate(list, { page: "c" }))).toStrictEqual({ found: [3, 4] });
  expect(pages()).toStrictEqual(["c", "d"]);
});

test("refuses a page that is no value of a parameter", async () => {
  const { list } = listing(page([1], {} as string), page([2], {} as string));
  const error = expect.objectContaining({ message: expect.stringContaining("received object") });
  expect(await read(paginate(list))).toStrictEqual({ found: [1], error });
});

test("begins at another cursor, and goes on with `page` alone", async () => {
  const { list, calls } = listing(page([3], "d"), page([4], null));
  const params = { color: "red", after_id: "work_2", before_id: "work_9" };
  expect(await read(paginate(list, params))).toStrictEqual({ found: [3, 4] });
  expect(calls.map(([sent]) => sent)).toStrictEqual([params, { color: "red", page: "d" }]);
});

test("requests each page with the same parameters and options", async () => {
  const { list, calls } = listing(page([1], "b"), page([2], null));
  const options = { signal: AbortSignal.abort(), headers: { "x-trace": "t" }, totalTimeout: 5 };
  await read(paginate(list, { color: "red" }, options));
  expect(calls).toStrictEqual([
    [{ color: "red" }, options],
    [{ color: "red", page: "b" }, options],
  ]);
});

test("requests the first page without parameters where they are null", async () => {
  const { list, pages } = listing(page([1], "b"), page([2], null));
  expect((await read(paginate(list, null as never))).found).toStrictEqual([1, 2]);
  expect(pages()).toStrictEqual([undefined, "b"]);
});

test.each([
  [undefined, "undefined"],
  [{}, "object"],
])("refuses %j, which is no method", async (list, received) => {
  const message = `\`list\` must be a method of the client; received ${received}`;
  const error = expect.objectContaining({ kind: "argument", message, param: "list" });
  expect(await read(paginate(list as unknown as ReturnType<typeof listing>["list"]))).toStrictEqual({
    found: [],
    error,
  });
});

test("requests a page only when it is needed, and none after break", async () => {
  const { list, pages } = listing(page([1, 2], "b"), page([3, 4], "c"));
  const items = paginate(list);
  expect(pages()).toHaveLength(0);
  await items.next();
  await items.next();
  expect(pages()).toHaveLength(1);
  for await (const item of items) {
    expect(item).toBe(3);
    break;
  }
  expect(await items.next()).toStrictEqual({ done: true, value: undefined });
  expect(pages()).toHaveLength(2);
});

test("yields an item that is added meanwhile", async () => {
  const stored = [1, 2, 3];
  const list = async ({ page }: { page?: string }) => {
    const data = stored.filter((item) => item > Number(page ?? 0)).slice(0, 2);
    const has_more = stored.some((item) => item > (data.at(-1) ?? 0));
    return { data, has_more, next_page: has_more ? String(data.at(-1)) : null };
  };
  const found: number[] = [];
  for await (const item of paginate(list, {})) if (found.push(item) === 2) stored.push(4, 5);
  expect(found).toStrictEqual([1, 2, 3, 4, 5]);
});

test("passes an error on, after the items before it", async () => {
  const error = new WorkError("api", "503", { status: 503 });
  const { list } = listing(page([1], "b"), error);
  const end = await read(paginate(list));
  expect(end.found).toStrictEqual([1]);
  expect(end.error).toBe(error);
});

test.each([
  ["is null", [{ ...page([1], null), has_more: true }], "none"],
  ["is missing", [page([1])], "none"],
  ["is the page itself", [page([1], "b"), page([1], "b")], "one that was read before"],
  ["is the page before", [page([1], "b"), page([2], "c"), page([3], "b")], "one that was read before"],
  ["is the first page", [page([1], "start")], "one that was read before"],
])("ends with an error where `next_page` %s", async (_, answers, received) => {
  const { list } = listing(...answers);
  const { found, error } = await read(paginate(list, { page: "start" }));
  expect(found).toHaveLength(answers.length);
  expect(error).toBeInstanceOf(WorkError);
  expect(error).toMatchObject({
    kind: "decode",
    message: `\`has_more\` is true: expected a new \`next_page\`, received ${received}`,
  });
});

test.each([{}, "ab", null, undefined])("ends with an error where `data` is %j", async (data) => {
  const { list } = listing(page([1], "b"), page(data, "c"));
  const { found, error } = await read(paginate(list));
  expect(found).toStrictEqual([1]);
  expect(error).toMatchObject({ kind: "decode", message: "expected `data` to be a list" });
});
