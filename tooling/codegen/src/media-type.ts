import type { Content } from "./model.ts";

/** Whether a media type is that of JSON, such as `application/problem+json; charset=utf-8`, or a range that allows it. */
export const isJson = (mediaType: string): boolean =>
  /^(application\/([\w.-]+\+)?json|(application|\*)\/\*)\s*(;|$)/i.test(mediaType);

export const isForm = (mediaType: string): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(mediaType);

/** The content that the client speaks, if there is one: JSON, which comes first, else a form where `forms` are allowed. */
export const contentOf = (contents: Content[], forms = false): Content[] =>
  contents.filter(({ mediaType }) => isJson(mediaType) || (forms && isForm(mediaType))).slice(0, 1);
