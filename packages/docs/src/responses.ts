import type { Content, Operation, Response } from "@qoder/work-codegen";

export const isSuccess = ({ status }: Response): boolean => status.startsWith("2");

export const successesOf = ({ responses }: Operation): Response[] => responses.filter(isSuccess);

export const errorsOf = ({ responses }: Operation): Response[] =>
  responses.filter((response) => !isSuccess(response));

/** The body of a response by preference, JSON first. */
export const contentOf = ({ contents: [content] }: Response): Content | undefined => content;

/** The documented bodies of a response by name. */
export const examplesOf = (response: Response) => Object.entries(contentOf(response)?.examples ?? {});

/** The documented body of the success. */
export const answerOf = (operation: Operation): unknown =>
  successesOf(operation).flatMap(examplesOf)[0]?.[1].value;

/** `error.type` of an error, where the spec fixes it for the status. */
export function errorTypeOf(response: Response): string | undefined {
  const { const: type } = contentOf(response)?.schema.properties?.["error"]?.properties?.["type"] ?? {};
  return typeof type === "string" ? type : undefined;
}
