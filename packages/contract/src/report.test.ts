import { expect, test } from "vitest";
import type { Report } from "./conformance.ts";
import { junitOf } from "./report.ts";

const row = { operation: "getThing", name: "what <exists>", statuses: [200], findings: [] };
const finding = { demanded: 'a "b" & c', received: "<d>", place: "spec/e.yaml:1" };
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
