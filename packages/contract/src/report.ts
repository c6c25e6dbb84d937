import { styleText } from "node:util";
import type { Report, Row } from "./conformance.ts";
import type { Finding } from "./finding.ts";

const marks = {
  passed: styleText("green", "pass"),
  broken: styleText("red", "FAIL"),
  undocumented: styleText("yellow", "note"),
  "not judged": styleText("yellow", " ?  "),
  "not run": styleText("dim", "  - "),
};

/** The report for people: a line for each request, and under the first that shows a fault what to know of it. */
export function tableOf({ server, rows }: Report): string {
  const several = new Set(rows.map(({ operation }) => operation)).size > 1;
  const nameOf = ({ operation, name }: Row) => (several ? `${operation}: ${name}` : name);
  const width = Math.max(...rows.map((row) => nameOf(row).length));
  const line = (row: Row, remark = "") =>
    `${row.statuses.join("/").padEnd(7)}  ${nameOf(row).padEnd(width)}  ${remark}`.trimEnd();
  const faults = faultsOf(rows);
  const lines = rows.flatMap((row) => {
    const { result, reason, findings, repeat } = row;
    const own = faults.filter(([first]) => first === row);
    const seen = findings.length > 0 && own.length === 0 ? "see above" : "";
    const told = own.flatMap(([, { verdict, demanded, received, place }, ...others]) => [
      `      ${verdict === "broken" ? "demanded" : "expected"}  ${demanded} (${place})`,
      `      received  ${received}`,
      ...others.map((other, at) => `      ${at === 0 ? "also in" : "       "}   ${line(other)}`),
    ]);
    const repeated = own.length > 0 ? [`      repeat    ${repeat}`] : [];
    return [`${marks[result]}  ${line(row, reason ? `${result}: ${reason}` : seen)}`, ...told, ...repeated];
  });
  const counts = Object.keys(marks).map(
    (result) => `${rows.filter((row) => row.result === result).length} ${result}`,
  );
  return [`${server} against the spec`, "", ...lines, "", counts.join(", ")].join("\n");
}

/** Each fault once: the first row that shows it, its finding there, and the other rows. */
function faultsOf(rows: Row[]): [first: Row, finding: Finding, ...others: Row[]][] {
  const found = rows.flatMap((row) => row.findings.map((finding) => ({ row, finding })));
  const faults = Map.groupBy(found, ({ finding: { verdict, fault } }) => `${verdict} ${fault}`);
  return [...faults.values()].flatMap((all) => {
    const [first] = all;
    const others = new Set(all.map(({ row }) => row).filter((row) => row !== first?.row));
    return first ? [[first.row, first.finding, ...others]] : [];
  });
}

/** The report for CI, as JUnit XML. With `strict`, what is undocumented has failed. */
export function junitOf({ server, rows }: Report, strict: boolean): string {
  const failed = (row: Row) => hasFailed(row, strict);
  const cases = rows.map((row) => {
    const { operation, name, statuses, result, findings, reason, repeat } = row;
    const text = findings
      .map(({ demanded, received, place }) => `demanded ${demanded} (${place}); received ${received}`)
      .join("\n");
    const [first = ""] = text.split("\n");
    const failure = `<failure message="${escaped(first)}">${escaped(`${text}\n${repeat}`)}</failure>`;
    const skipped = reason && `<skipped message="${escaped(`${result}: ${reason}`)}"/>`;
    const note = text && `<system-out>${escaped(text)}</system-out>`;
    const id = `classname="${escaped(operation)}" name="${escaped(`${statuses.join("/")} ${name}`)}"`;
    return `  <testcase ${id}>${failed(row) ? failure : (skipped ?? note)}</testcase>\n`;
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
