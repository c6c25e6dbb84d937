import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Report } from "./conformance.ts";
import { junitOf, tableOf } from "./report.ts";

const row = { operation: "getThing", name: "what <exists>", statuses: [200], findings: [] };
const finding = { fault: "a", demanded: 'a "b" & c', received: "<d>", place: "spec/e.yaml:1" };
const report: Report = {
  server: "http://127.0.0.1",
  rows: [
    { ...row, result: "broken", findings: [{ ...finding, verdict: "broken" }], repeat: "curl 'f'" },
    { ...row, result: "undocumented", findings: [{ ...finding, verdict: "undocumented" }] },
    { ...row, result: "not run", reason: "needs --g" },
  ],
};

test("JUnit XML has every row, escaped", () => {
  expect(junitOf(report, false)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="http://127.0.0.1" tests="3" failures="1" skipped="1">
  <testcase classname="getThing" name="200 what &lt;exists&gt;"><failure message="demanded a &quot;b&quot; &amp; c (spec/e.yaml:1); received &lt;d&gt;">demanded a &quot;b&quot; &amp; c (spec/e.yaml:1); received &lt;d&gt;
curl 'f'</failure></testcase>
  <testcase classname="getThing" name="200 what &lt;exists&gt;"><system-out>demanded a &quot;b&quot; &amp; c (spec/e.yaml:1); received &lt;d&gt;</system-out></testcase>
  <testcase classname="getThing" name="200 what &lt;exists&gt;"><skipped message="not run: needs --g"/></testcase>
</testsuite>
`);
});

test("with strict, what is undocumented is a failure", () => {
  expect(junitOf(report, true)).toContain('failures="2"');
});

test("a fault is said once, in the first row that shows it, with the other rows", () => {
  const one = { ...finding, verdict: "broken" as const };
  const rows = [404, 401, 400].map((status) => ({
    ...row,
    statuses: [status],
    result: "broken" as const,
    findings: [one, one, ...(status === 400 ? [{ ...one, fault: "b", received: "c" }] : [])],
    repeat: `curl ${status}`,
  }));
  expect(stripVTControlCharacters(tableOf({ ...report, rows }))).toBe(`http://127.0.0.1 against the spec

FAIL  404      what <exists>
      demanded  a "b" & c (spec/e.yaml:1)
      received  <d>
      also in   401      what <exists>
                400      what <exists>
      repeat    curl 404
FAIL  401      what <exists>  see above
FAIL  400      what <exists>
      demanded  a "b" & c (spec/e.yaml:1)
      received  c
      repeat    curl 400

0 passed, 3 broken, 0 undocumented, 0 not judged, 0 not run`);
});
