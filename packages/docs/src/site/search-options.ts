import type { Options } from "minisearch";

/** One place that a search can lead to. */
export interface Entry {
  /** Its address, such as `errors.html#not_found_error`. */
  id: string;
  /** The heading or the name of the field. */
  title: string;
  page: string;
  text: string;
}

const words = (text: string) => text.split(/\W+/);

/** The same when the index is built and when it is read. */
export const options: Options<Entry> = {
  fields: ["title", "text"],
  // A name such as `stopped_at` is found as it is, and by each of its words.
  tokenize: (text) =>
    words(text).flatMap((word) => (word.includes("_") ? [word, ...word.split("_")] : [word])),
  storeFields: ["title", "page", "text"],
  searchOptions: { tokenize: words, boost: { title: 3 }, prefix: true, fuzzy: 0.2, combineWith: "AND" },
};
