import type { Api, Response as Documented, Operation } from "@qoder/work-codegen";
import { type Exchange, exchangerOf, type Probe, type Target } from "../src/exchange.ts";
import { paramsOf, refusedProbes } from "../src/probes.ts";
import { validValue } from "../src/sample.ts";
import { bodiesWithNull, completeBody } from "./complete.ts";

/** An answer that the spec allows. */
export interface Answer {
  response: Documented;
  /** That of the response; of `4XX` and `default`, one that has no other. */
  status: number;
  /** Name of a documented example, or {@link everyField}; undefined where there is none. */
  example: string | undefined;
  body: unknown;
}

/** Name of a body that no example of the spec shows, because it has every field. */
export const everyField = "with_every_field";
const everyNull = "with_every_null";

/** Whether a probe asks for an answer that the spec shows. */
export const isShown = ({ name }: Probe): boolean => !name.endsWith(everyField) && !name.endsWith(everyNull);

/** The documented answers of an operation, and of each status one with every field. */
export const answersOf = ({ responses, method }: Operation): Answer[] =>
  responses.flatMap((response): Answer[] => {
    const status = statusOf(response, responses);
    const [content] = method === "head" ? [] : response.contents;
    if (!content) return [{ response, status, example: undefined, body: undefined }];
    const examples = Object.entries(content.examples).map(([name, { value }]) => [name, value] as const);
    return [...examples, [everyField, completeBody(content)] as const].map(([example, body]) => ({
      response,
      status,
      example,
      body,
    }));
  });

function statusOf({ status }: Documented, all: Documented[]): number {
  const first = Number(status.replace(/xx$/i, "00").replace("default", "500"));
  for (let free = first; ; free++)
    if (free === Number(status) || !all.some((one) => Number(one.status) === free)) return free;
}

/** Asks a server for an answer by name. Only a mock knows it. */
export function probeOf(operation: Operation, answer: Answer): Probe {
  const { status, example } = answer;
  const { params, headers } = repeated(operation, answer);
  return {
    operation,
    name: `${status} ${example ?? "without a body"}`,
    params: { ...paramsOf(operation), ...params },
    headers: {
      prefer: example === undefined ? `code=${status}` : `code=${status}, example="${example}"`,
      ...headers,
    },
    statuses: [status],
  };
}

/** The parts of a request that an answer repeats: ids of the path, and headers, as `x-echo` names them. */
function repeated({ parameters }: Operation, { response, body }: Answer) {
  const params: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  for (const [field, schema] of Object.entries(response.contents[0]?.schema.properties ?? {})) {
    const value: unknown = Object(body)[field];
    const header = String(schema["x-echo"] ?? "")
      .replace("$request.header.", "")
      .toLowerCase();
    const parameter = parameters.find((one) =>
      one.in === "path"
        ? one.schema === schema && [one.name, "id"].includes(field)
        : one.in === "header" && one.name.toLowerCase() === header,
    );
    if (value === undefined || value === null) continue;
    if (parameter) params[parameter.name] = value;
    else if (header) headers[header] = String(value);
  }
  return { params, headers };
}

/** Every case of an operation: each answer, and each request that is refused. One after the other, they hold less memory. */
export async function exchangesOf(api: Api, operation: Operation, target: Target): Promise<Exchange[]> {
  const answers = answersOf(operation);
  const withNull = answers
    .filter(({ example }) => example === everyField)
    .flatMap((answer) =>
      bodiesWithNull(answer.response.contents).map((body) => ({ ...answer, example: everyNull, body })),
    );
  const exchangeOf = exchangerOf(target);
  const exchanges: Exchange[] = [];
  for (const answer of [...answers, ...withNull]) {
    const probe = probeOf(operation, answer);
    exchanges.push(await exchangeOf(probe, isShown(probe) ? target.send : async () => sent(answer)));
  }
  for (const probe of refusedProbes(api, operation)) exchanges.push(await exchangeOf(probe));
  return exchanges;
}

/** An answer as a server sends it, with every header. */
export const sent = ({ response, status, body }: Answer): Response =>
  new Response(JSON.stringify(body), { status, headers: headersOf(response) });

/** Every documented header of an answer. */
export function headersOf({ contents: [content], headers }: Documented): Record<string, string> {
  const documented = headers.map(({ name, schema, examples }) => [
    name.toLowerCase(),
    String(examples[0] ?? validValue(schema)),
  ]);
  const type = content?.mediaType.replace(/.*\*.*/, "application/json");
  return { ...Object.fromEntries(documented), ...(type && { "content-type": type }) };
}
