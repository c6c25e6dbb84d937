import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation of the spec, as Prism loads it. */
export type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];
type Response = Operation["responses"][number];

/** A documented answer, as Prism's configuration names it. */
export interface Choice {
  code: number;
  /** Undefined if the answer has no example. */
  exampleKey?: string | undefined;
}

/** The response that an operation documents for a status: the status itself, its range or `default`. */
export const responseOf = ({ responses }: Operation, status: number): Response | undefined =>
  [`${status}`, `${Math.floor(status / 100)}XX`, "default"]
    .map((wanted) => responses.find(({ code }) => code.toLowerCase() === wanted.toLowerCase()))
    .find(Boolean);

/** The value of a documented answer. */
export function exampleOf(operation: Operation, { code, exampleKey }: Choice): unknown {
  const examples = responseOf(operation, code)?.contents?.[0]?.examples ?? [];
  return examples.flatMap((one) => (one.key === exampleKey && "value" in one ? [one.value] : []))[0];
}

/** A status that a code stands for: `4XX` for 400, and `default` for 500. */
const statusOf = (code: string) => Number(code.replace(/default/i, "500").replace(/xx$/i, "00"));

/** The documented answers with a status, else all of them; success comes first. */
function documented({ responses }: Operation, response?: Response, status?: number): Choice[] {
  const isSuccess = ({ code }: Response) => code.startsWith("2");
  const sorted = responses.toSorted((one, other) => Number(isSuccess(other)) - Number(isSuccess(one)));
  return (response ? [response] : sorted).flatMap(({ code, contents: [content] = [] }): Choice[] => {
    const answer = { code: status ?? statusOf(code) };
    return content?.examples?.map(({ key }) => ({ ...answer, exampleKey: key })) ?? [answer];
  });
}

/**
 * Returns the documented answer with this status and example. Without both, it is the first success; with one of them,
 * the first answer that has it. A code such as `4XX` is a status too.
 *
 * @throws {Error} that names what is documented, if there is no such answer
 */
export function choose(operation: Operation, status?: string | number, example?: string): Choice {
  const { responses, iid } = operation;
  const number = status === undefined ? undefined : statusOf(String(status));
  const response =
    responses.find(({ code }) => code === status) ?? (number ? responseOf(operation, number) : undefined);
  if (status !== undefined && !response) {
    const codes = responses.map(({ code }) => code).join(", ");
    throw new Error(`${iid} documents no status ${status}, only ${codes}`);
  }
  const answers = documented(operation, response, number);
  // Prism gives the name `default` to what is written as `example`.
  const keys = example === "example" ? [example, "default"] : [example];
  const found = answers.find(({ exampleKey }) => example === undefined || keys.includes(exampleKey));
  if (found) return found;
  const kind = status === undefined ? "example" : `example of ${status}`;
  const names = answers.flatMap(({ exampleKey }) => exampleKey ?? []).join(", ");
  throw new Error(`${iid} documents no ${kind} "${example}", only ${names}`);
}
