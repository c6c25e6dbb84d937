import type { Content } from "./model.ts";

/** Whether a media type is that of JSON, such as `application/problem+json; charset=utf-8`, or a range that allows it. */
export const isJson = (mediaType: string): boolean =>
  /^(application\/([\w.-]+\+)?json|(application|\*)\/\*)\s*(;|$)/i.test(mediaType);

export const isForm = (mediaType: string): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(mediaType);

/** The content that the client speaks: JSON, else a form where `forms` are allowed. */
export const contentOf = (contents: Content[], forms = false): Content | undefined =>
  contents.find(({ mediaType }) => isJson(mediaType)) ??
  contents.find(({ mediaType }) => forms && isForm(mediaType));
