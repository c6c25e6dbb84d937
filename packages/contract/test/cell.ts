import type { Schema } from "@qoder/work-codegen";
import type { Exchange } from "../src/exchange.ts";

/** One line of the contract, and the cases that exercise it. */
export interface Cell {
  operation: string;
  /** Part of the operation: `request`, or a status and media type. */
  part: string;
  /** Place in the part, such as `/data/id`. */
  at: string;
  rule: string;
  /** The schema that has the rule, where one has. */
  schema?: Schema;
  cases: string[];
}

export type Draft = Pick<Cell, "part" | "at" | "rule" | "schema"> & { exercisedBy: Exchange[] };
