import type { Operation, Schema } from "@qoder/work-codegen";
import type { Exchange } from "../src/exchange.ts";
import { answerCells } from "./answer-cells.ts";
import type { Cell } from "./cell.ts";
import { requestCells } from "./request-cells.ts";

/** Every cell that an operation defines, with the names of the exchanges that exercise it. */
export function cellsOf(operation: Operation, exchanges: Exchange[]): Cell[] {
  const answered = exchanges.filter(({ response }) => response);
  const drafts = [
    ...requestCells(operation, answered),
    ...operation.responses.flatMap((response) => answerCells(operation, response, answered)),
  ];
  return drafts.map(({ exercisedBy, ...cell }) => ({
    operation: operation.id,
    ...cell,
    cases: exercisedBy.map(({ probe }) => probe.name),
  }));
}

/** The same cells. A rule of a schema that several operations have is exercised by what exercises it in any of them. */
export function shared(cells: Cell[]): Cell[] {
  const known = new Map<Schema, Map<string, Cell>>();
  for (const cell of cells) {
    if (!cell.schema || cell.cases.length === 0) continue;
    const rules = known.get(cell.schema) ?? new Map<string, Cell>();
    known.set(cell.schema, rules.set(cell.rule, cell));
  }
  return cells.map((cell) => {
    const other = cell.cases.length === 0 && cell.schema && known.get(cell.schema)?.get(cell.rule);
    return other ? { ...cell, cases: other.cases.map((name) => `${other.operation} ${name}`) } : cell;
  });
}
