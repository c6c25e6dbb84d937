import { expectTypeOf, test } from "vitest";
import { type CallOptions, paginate } from "./index.ts";

interface Page {
  data: string[];
  has_more: boolean;
  next_page: number | null;
}
type List<Params, Result> = (params: Params, options?: CallOptions) => Promise<Result>;
type Taken<Method extends List<never, unknown>> = Parameters<typeof paginate<Method>>[0];
type Refused = "a method that takes `page` and returns `data`, `has_more` and `next_page`";

test("a method that lists is taken, with its own parameters", () => {
  const list = (async () => ({})) as unknown as (params?: { page?: number }) => Promise<Page>;
  expectTypeOf(paginate(list)).toEqualTypeOf<AsyncGenerator<string, void, undefined>>();
  paginate(list, { page: 5 });
  // @ts-expect-error another type of page
  paginate(list, { page: "5" });
  type Last = Omit<Page, "next_page"> & { next_page?: number };
  expectTypeOf<Taken<List<{ page?: number }, Last>>>().toBeFunction();
});

test("another method is refused with a sentence", () => {
  type Other<Params, Result> = Taken<List<Params, Result>>;
  expectTypeOf<Other<{ id: string }, Page>>().toEqualTypeOf<Refused>();
  expectTypeOf<Other<Record<never, never>, Page>>().toEqualTypeOf<Refused>();
  type Without = { [Field in keyof Page]: Other<{ page?: number }, Omit<Page, Field>> };
  expectTypeOf<Without>().toEqualTypeOf<Record<keyof Page, Refused>>();
  expectTypeOf<Other<{ page?: number }, Page | { ticket: string }>>().toEqualTypeOf<Refused>();
  expectTypeOf<Other<{ page?: number }, Page | null>>().toEqualTypeOf<Refused>();
  expectTypeOf<Other<{ page?: number }, undefined>>().toEqualTypeOf<Refused>();
  expectTypeOf<Other<{ page?: number }, Omit<Page, "data"> & { data: object }>>().toEqualTypeOf<Refused>();
});
