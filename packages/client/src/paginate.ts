import { WorkError } from "./error.ts";
import { type CallOptions, expect } from "./options.ts";

type Method = (params: never, options?: CallOptions) => Promise<unknown>;

/** The places where a list may begin, of which a request has one. */
interface Cursors {
  page?: unknown;
  before_id?: unknown;
  after_id?: unknown;
}

interface Page<Item> {
  data: readonly Item[];
  has_more: boolean;
  next_page: unknown;
}

/** The items of an operation that lists page by page; `never` of any other operation. */
type ItemOf<List extends Method> = [
  Required<NonNullable<Parameters<List>[0]>>,
  Required<Awaited<ReturnType<List>>>,
] extends [{ page: unknown }, Page<infer Item>]
  ? Item
  : never;

/**
 * Yields the items of all pages, one after the other. A page is requested when the items before it have been used up, so
 * `break` ends the requests. It begins at `page`, `before_id` or `after_id` of the parameters, if given.
 *
 * @param list a method of the client that takes `page` and returns `data`, `has_more` and `next_page`
 * @param call what the method takes: its parameters, and options for the request of each page
 * @throws {WorkError} of kind `argument` if `list` is not a method; of kind `decode` if `data` is not a list, or if there is
 * more and `next_page` is missing or was read before; what the method throws
 * @example
 * for await (const item of paginate(work.listWorkItems, { environment_id: "env_…" })) console.log(item.id);
 */
export async function* paginate<List extends Method>(
  list: [ItemOf<List>] extends [never]
    ? "a method that takes `page` and returns `data`, `has_more` and `next_page`"
    : List,
  ...call: Parameters<List>
): AsyncGenerator<ItemOf<List>, void, undefined> {
  expect(typeof list === "function", "list", "must be a method of the client", list);
  const [given, options] = call as [params?: Cursors | null, options?: CallOptions];
  const first = given ?? {};
  const { before_id: _, after_id: __, ...others } = first;
  const request = list as unknown as (params: Cursors, options?: CallOptions) => Promise<Page<ItemOf<List>>>;
  const read = new Set<unknown>();
  let { page } = first;
  do {
    const params = read.size ? { ...others, page } : first;
    const { data, has_more, next_page } = await request(params, options);
    if (!Array.isArray(data)) throw new WorkError("decode", "expected `data` to be a list");
    yield* data;
    if (!has_more) return;
    read.add(page);
    page = next_page;
  } while (page != null && Object(page) !== page && !read.has(page));
  const reply = read.has(page) ? "one that was read before" : page == null ? "none" : typeof page;
  throw new WorkError("decode", `\`has_more\` is true: expected a new \`next_page\`, received ${reply}`);
}
