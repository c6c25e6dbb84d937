import type { getHttpOperationsFromSpec } from "./bundled.ts";

/** An operation of the spec, as Prism loads it. */
export type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];
type Response = Operation["responses"][number];

/** A documented answer, as Prism's configuration names it. */
export interface Choice {
  code: number;
  /** Absent if the answer has no body. */
  mediaTypes?: string[];
  /** Absent if the answer has no example. */
  exampleKey?: string;
  /** The example. */
  value?: unknown;
}

/** The response that an operation documents for a status: the status itself, its range or, of a number, `default`. */
export const responseOf = ({ responses }: Operation, status: string | number): Response | undefined =>
  [`${status}`, `${`${status}`[0]}XX`, Number(status) > 99 ? "default" : ""]
    .map((wanted) => responses.find(({ code }) => code.toLowerCase() === wanted.toLowerCase()))
    .find(Boolean);

/** The first status that a code stands for: 400 for `4XX`, and 500 for `default`. */
const statusOf = (code: string) => Number(code.replace(/default/i, "500").replace(/xx$/i, "00"));

/** The answers that a response documents: one for each example. */
function answersOf({ code, contents: [content] = [] }: Response): Choice[] {
  const answer = { code: statusOf(code), ...(content && { mediaTypes: [content.mediaType] }) };
  const examples = content?.examples as { key: string; value: unknown }[] | undefined;
  return examples?.map(({ key, value }) => ({ ...answer, exampleKey: key, value })) ?? [answer];
}

const isSuccess = ({ code }: Response) => code.startsWith("2");

/**
 * Returns the documented answer with this status and example. Without both, it is the first success; with one of them,
 * the first answer that has it. A code such as `4XX` is a status too.
 *
 * @throws {Error} that names what is documented, if there is no such answer
 */
export function choose(operation: Operation, status?: string | number, example?: string): Choice {
  const { responses, iid } = operation;
  const response = status === undefined ? undefined : responseOf(operation, status);
  if (status !== undefined && !response) {
    const codes = responses.map(({ code }) => code).join(", ");
    throw new Error(`${iid} documents no status ${status}, only ${codes}`);
  }
  const sorted = responses.toSorted((one, other) => Number(isSuccess(other)) - Number(isSuccess(one)));
  const answers = (response ? [response] : sorted).flatMap(answersOf);
  // Prism gives the name `default` to what is written as `example`.
  const keys = example === "example" ? [example, "default"] : [example];
  const found = answers.find(({ exampleKey }) => example === undefined || keys.includes(exampleKey));
  if (found) return { ...found, code: Number(status) || found.code };
  const kind = status === undefined ? "example" : `example of ${status}`;
  const names = answers.flatMap(({ exampleKey }) => exampleKey ?? []).join(", ");
  throw new Error(`${iid} documents no ${kind} "${example}", only ${names}`);
}
