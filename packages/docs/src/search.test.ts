import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import { api } from "../test/api.ts";
import { heading, type Page, print } from "./content.ts";
import { fenced } from "./markdown.ts";
import { pagesOf } from "./pages.ts";
import { errorsOf, errorTypeOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { options } from "./site/search-options.ts";
import { entriesOf } from "./write-site.ts";

/** The addresses that a search of some pages finds, best first. */
function searchOf(pages: Page[]) {
  const index = new MiniSearch(options);
  index.addAll(pages.flatMap((page) => entriesOf(page, print(page.content()))));
  return (query: string): string[] => index.search(query).map(({ id }) => id);
}

const search = searchOf(pagesOf(api));

test("a status finds its error, a path its field, an id its operation, a function its guide", () => {
  for (const error of api.operations.flatMap(errorsOf)) {
    const found = search(error.status)[0];
    const types = api.operations
      .flatMap(errorsOf)
      .flatMap((one) => (one.status === error.status ? `errors.html#${errorTypeOf(one)}` : []));
    expect(types).toContain(found);
    const errors = search(error.status).filter((id) => /errors\.html#\w+_error$/.test(id));
    expect(types).toStrictEqual(expect.arrayContaining(errors)); // and no other
  }
  expect(search("data.type")[0]).toMatch(/#response\.data\.type$/);
  for (const { id } of api.operations) expect(search(id)[0]).toBe(`${id}.html`);
  expect(search("startMock")[0]).toMatch(/^mocking\.html/);
});

test("samples and what they print are found", () => {
  for (const operation of api.operations)
    for (const { source, output = "" } of samplesOf(api, operation))
      for (const line of `${source}\n${output}`.split("\n").filter((text) => /\w{3}/.test(text)))
        expect(search(line), line).toContain(`${operation.id}.html#request-samples`);
});

test("text before the first heading and text of any script are found", () => {
  const content = [
    "# 説明\n\nBefore 概要を読む.",
    heading(2, "Später"),
    "На русском, 使用限制",
    fenced("sh", "run --it"),
  ];
  const find = searchOf([
    { file: "a.html", group: "", title: "説明", description: "", content: () => content },
  ]);
  for (const word of ["Before", "概要", "説明"]) expect(find(word)).toStrictEqual(["a.html"]);
  for (const word of ["русском", "限制", "Später", "--it"])
    expect(find(word)).toStrictEqual(["a.html#später"]);
});
