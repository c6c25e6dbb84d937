import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import { api } from "../test/api.ts";
import { heading, type Page, print } from "./content.ts";
import { fenced } from "./markdown.ts";
import { pagesOf } from "./pages.ts";
import { errorsOf, errorTypeOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { excerptOf } from "./site/excerpt.ts";
import { options } from "./site/search-options.ts";
import { entriesOf } from "./write-site.ts";

/** An index as the browser reads it. */
function indexOf(pages: Page[]) {
  const index = new MiniSearch(options);
  index.addAll(pages.flatMap((page) => entriesOf(page, print(page.content()))));
  return MiniSearch.loadJSON(JSON.stringify(index), options);
}

const index = indexOf(pagesOf(api));
/** The addresses that a search finds, best first. */
const search = (query: string, where = index): string[] => where.search(query).map(({ id }) => id);
/** The text that the search shows of each, with its matches in brackets. */
const excerpts = (query: string, where = index): string[] =>
  where
    .search(query)
    .map(({ text, terms }) => excerptOf(text, query, terms))
    .map((pieces) => pieces.map((piece, at) => (at % 2 === 1 ? `[${piece}]` : piece)).join(""));

test("a status finds its error, a path its field, an id its operation, a function its guide", () => {
  for (const error of api.operations.flatMap(errorsOf).filter(errorTypeOf)) {
    if (error.status === "default") continue; // a word that others have, too
    const found = search(error.status)[0];
    const types = api.operations
      .flatMap(errorsOf)
      .flatMap((one) => (one.status === error.status ? `errors.html#${errorTypeOf(one)}` : []));
    expect(types).toContain(found);
    const errors = search(error.status).filter((id) => /errors\.html#\w+_error$/.test(id));
    expect(types).toStrictEqual(expect.arrayContaining(errors)); // and no other
  }
  expect(search("data.type")[0]).toMatch(/#response\.data\.type$/);
  for (const { id } of api.operations) {
    expect(search(id)[0]).toBe(`${id}.html`);
    expect(search(id.replace(/^[a-z]+/, ""))).toContain(`${id}.html`); // the noun alone
  }
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
  const some = indexOf([
    { file: "a.html", group: "", title: "説明", description: "", content: () => content },
  ]);
  for (const word of ["Before", "概要", "説明"]) expect(search(word, some)).toStrictEqual(["a.html"]);
  for (const word of ["русском", "限制", "Später", "--it"])
    expect(search(word, some)).toStrictEqual(["a.html#später"]);
  expect(search("概念", some)).toStrictEqual([]);
  expect(excerpts("概要", some)).toStrictEqual(["説明 Before [概][要]を読む."]);
});

test("a flag finds the guide to the command line, and only places that have it", () => {
  const flags = new Set(
    readFileSync(new URL("../guides/70-cli.md", import.meta.url), "utf8").match(/--[a-z-]+/g),
  );
  expect(flags.size).toBeGreaterThan(3);
  for (const flag of flags) expect(search(flag).slice(0, 12).join()).toContain("cli.html");
  expect(search("--until")[0]).toMatch(/^cli\.html/);
});

test("the fields of the items of a list are named with [], and found without", () => {
  const places = pagesOf(api).flatMap((page) => entriesOf(page, print(page.content())));
  const items = places.filter(({ title }) => title.includes("[]."));
  expect(items.length).toBeGreaterThan(0);
  for (const { id, title } of items) {
    expect(search(title)).toContain(id);
    expect(search(title.replaceAll("[]", ""))).toContain(id);
  }
});

test("what is shown of a place has the match, in words or in a script without spaces", () => {
  const query = "Retry-After";
  const texts = index.search(query).filter(({ text }) => text.includes(query));
  expect(texts.length).toBeGreaterThan(1);
  expect(excerpts(query).filter((one) => one.includes("[Retry]-[After]"))).toHaveLength(texts.length);
  const apart = `${"wait before a retry. ".repeat(9)}Then after the retry.`;
  expect(excerptOf(apart, query, ["retry", "after"]).join("")).toContain("Then after the retry.");
  const dense = `${"説明".repeat(200)}概要${"説明".repeat(200)}`;
  expect(excerptOf(dense, "概要", ["概", "要"]).join("")).toMatch(/^….{28,}概要.+…$/);
});
