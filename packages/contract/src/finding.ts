import type { Api } from "@qoder/work-codegen";
import { printable } from "./redact.ts";

/** A difference between an exchange and the contract. */
export interface Finding {
  /** A broken promise, or something that no promise covers and a client tolerates. */
  verdict: "broken" | "undocumented";
  /** Names the difference in words that are the same for every answer that has it. */
  fault: string;
  /** The demand of the spec. */
  demanded: string;
  /** The part of the exchange that differs. */
  received: string;
  /** File and line of the demand, such as `spec/components/schemas/WorkItem.yaml:18`. */
  place: string;
}

/** A finding whose place is a node of the model, and keys that lead on from it. */
export type Draft = Omit<Finding, "place"> & { at: Parameters<Api["where"]> };

/** Makes a draft. The texts may have names and values of the answer in them. */
export const draft = (
  at: Draft["at"],
  fault: string,
  demanded: string,
  received = fault,
  verdict: Draft["verdict"] = "broken",
): Draft => ({
  verdict,
  fault: printable(fault),
  demanded: printable(demanded),
  received: printable(received),
  at,
});

/** A value in a few characters. */
export function short(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `fields ${Object.keys(value).join(", ") || "none"}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
