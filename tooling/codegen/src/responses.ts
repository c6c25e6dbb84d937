import type { Operation, Response } from "./model.ts";

/** The responses that a method resolves to: those of 2xx; `default`, where there is none. */
export function successesOf({ responses }: Operation): Response[] {
  const successes = responses.filter(({ status }) => status.startsWith("2"));
  return successes.length > 0 ? successes : responses.filter(({ status }) => status === "default");
}

/** The response that documents a status: under its own name, else its range, else `default`. */
export const responseOf = ({ responses }: Pick<Operation, "responses">, status: number) =>
  [`${status}`, `${Math.floor(status / 100)}XX`, "DEFAULT"]
    .map((name) => responses.find((one) => one.status.toUpperCase() === name))
    .find(Boolean);
