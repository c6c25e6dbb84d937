import { styleText } from "node:util";
import type { Report, Row } from "./conformance.ts";

const marks = {
  passed: styleText("green", "pass"),
  broken: styleText("red", "FAIL"),
  undocumented: styleText("yellow", "note"),
  "not judged": styleText("yellow", " ?  "),
  "not run": styleText("dim", "  - "),
};

/** The report for people: a line for each request, and what to know where one did not pass. */
export function tableOf({ server, rows }: Report): string {
  const several = new Set(rows.map(({ operation }) => operation)).size > 1;
  const nameOf = ({ operation, name }: Pick<Row, "operation" | "name">) =>
    several ? `${operation}: ${name}` : name;
  const width = Math.max(...rows.map((row) => nameOf(row).length));
  const lines = rows.flatMap(({ result, statuses, reason, findings, repeat, ...row }) => [
    `${marks[result]}  ${statuses.join("/").padEnd(7)}  ${nameOf(row).padEnd(width)}  ${reason ? `${result}: ${reason}` : ""}`.trimEnd(),
    ...findings.flatMap(({ verdict, demanded, received, place }) => [
      `      ${verdict === "broken" ? "demanded" : "expected"}  ${demanded} (${place})`,
      `      received  ${received}`,
    ]),
    ...(findings.length > 0 ? [`      repeat    ${repeat}`] : []),
  ]);
  return [`${server} against the spec`, "", ...lines, "", summaryOf(rows)].join("\n");
}

const summaryOf = (rows: Row[]): string =>
  Object.keys(marks)
    .map((result) => `${rows.filter((row) => row.result === result).length} ${result}`)
    .join(", ");

/** The report for CI, as JUnit XML. With `strict`, what is undocumented has failed. */
export function junitOf({ server, rows }: Report, strict: boolean): string {
  const failed = (row: Row) => hasFailed(row, strict);
  const cases = rows.map((row) => {
    const { operation, name, statuses, result, findings, reason, repeat } = row;
    const text = findings
      .map(({ demanded, received, place }) => `demanded ${demanded} (${place}); received ${received}`)
      .join("\n");
    const inner = failed(row)
      ? `<failure message="${escaped(text.split("\n")[0] ?? "")}">${escaped(`${text}\n${repeat}`)}</failure>`
      : reason
        ? `<skipped message="${escaped(`${result}: ${reason}`)}"/>`
        : text && `<system-out>${escaped(text)}</system-out>`;
    return `  <testcase classname="${escaped(operation)}" name="${escaped(`${statuses.join("/")} ${name}`)}">${inner}</testcase>\n`;
  });
  const count = (chosen: (row: Row) => boolean) => rows.filter(chosen).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="${escaped(server)}" tests="${rows.length}" failures="${count(failed)}" skipped="${count(({ result }) => /^not /.test(result))}">
${cases.join("")}</testsuite>
`;
}

/** Whether a row makes the run fail. */
export const hasFailed = ({ result }: Row, strict: boolean): boolean =>
  result === "broken" || (strict && result === "undocumented");

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] as string);
