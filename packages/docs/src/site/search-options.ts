import type { Options } from "minisearch";

/** One place that a search can lead to. */
export interface Entry {
  /** Its address, such as `errors.html#not_found_error`. */
  id: string;
  /** The heading or the name of the field. */
  title: string;
  page: string;
  /** Other names of it, such as the status of an error. */
  names: string;
  text: string;
}

/** Words, dotted paths and flags such as `--until`; each sign of a script that puts no spaces between words. */
const words = (text: string): string[] =>
  text
    .replaceAll("[]", "") // `data[].type` is also found as `data.type`
    .match(
      /(?<![\w-])--[a-z][\w-]*|\p{Unified_Ideograph}|(?:(?!\p{Unified_Ideograph})[\p{L}\p{N}\p{M}_]|(?<=\w)\.(?=\w))+/gu,
    ) ?? [];

/** A name such as `data.stopped_at` is found as it is, and by each of its words; `getWorkItem` also as `WorkItem`. */
export const tokenize = (text: string): string[] => {
  const found = words(text).flatMap((word) => [word, ...word.split("."), ...word.split(/[._-]/)]);
  return [...new Set(found.flatMap((word) => [word, word.replace(/^[a-z]+(?=[A-Z])/, "")]))];
};

/** The same when the index is built and when it is read. */
export const options: Options<Entry> = {
  fields: ["title", "names", "text"],
  tokenize,
  storeFields: ["title", "page", "text"],
  searchOptions: {
    tokenize: words,
    boost: { title: 3, names: 3 },
    prefix: true,
    fuzzy: (word) => (/\d/.test(word) ? false : 0.2), // 400 is no slip of 404
    combineWith: "AND",
  },
};
