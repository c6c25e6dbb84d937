import type { Operation } from "@qoder/work-codegen";
import { type Exchange, exchangeOf, type Probe, type Target } from "../src/exchange.ts";
import { paramsOf, refusedProbes } from "../src/probes.ts";
import { completeBody } from "./complete.ts";

/** An answer that the spec allows. */
export interface Answer {
  status: number;
  /** Name of a documented example, or {@link everyField}. */
  example: string;
  body: unknown;
}

/** Name of a body that no example of the spec shows, because it has every field. */
export const everyField = "with_every_field";

/** The documented answers of an operation, and of each status one with every field. */
export const answersOf = ({ responses }: Operation): Answer[] =>
  responses.flatMap(({ status, contents: [content] }) => {
    if (!content) return [];
    const examples = Object.entries(content.examples).map(([name, { value }]) => [name, value] as const);
    return [...examples, [everyField, completeBody(content)] as const].map(([example, body]) => ({
      status: Number(status),
      example,
      body,
    }));
  });

/** Asks a server for an answer by name. Only a mock knows it. */
export function probeOf(operation: Operation, { status, example, body }: Answer): Probe {
  const { request_id } = Object(body);
  const headers = {
    prefer: `code=${status}, example=${example}`,
    ...(typeof request_id === "string" && { "x-request-id": request_id }),
  };
  return {
    operation,
    name: `${status} ${example}`,
    params: paramsOf(operation),
    headers,
    statuses: [status],
  };
}

/** Every case of an operation: each answer, and each request that is refused. */
export function exchangesOf(operation: Operation, target: Target): Promise<Exchange[]> {
  const answered = answersOf(operation).map((answer) => {
    const { status, example, body } = answer;
    const send = async () => Response.json(body, { status });
    return exchangeOf(probeOf(operation, answer), example === everyField ? { ...target, send } : target);
  });
  return Promise.all([...answered, ...refusedProbes(operation).map((probe) => exchangeOf(probe, target))]);
}
