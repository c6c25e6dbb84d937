import { setTimeout } from "node:timers/promises";
import { type Api, tokenSchemeOf } from "@qoder/work-codegen";
import { type Exchange, exchangerOf, type Target } from "./exchange.ts";
import type { Finding } from "./finding.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { type Known, liveProbes } from "./live-probes.ts";
import { printable } from "./redact.ts";
import { obstacleOf, type Wait, withRetries } from "./retry.ts";

/** The result of one request, or the reason why it was not made. */
export interface Row {
  operation: string;
  name: string;
  /** The documented statuses that it should have. */
  statuses: number[];
  result: "passed" | "broken" | "undocumented" | "not judged" | "not run";
  /** Why it was not run, or its answer not judged: a gateway answered in the API's place, or nobody did. */
  reason?: string;
  findings: Finding[];
  /** A command that repeats the request, with the token in `$QODER_PAT`. */
  repeat?: string;
}

export interface Report {
  server: string;
  rows: Row[];
  /** Why the rest was not run: the server refused the token, or several answers in a row could not be judged. */
  stopped?: "token" | "server";
}

interface ConformanceOptions extends Target {
  api: Api;
  known: Known;
  /** Whether requests are sent that may change something. */
  writes?: boolean | undefined;
  /** Time between two requests, in milliseconds. */
  pause: number;
  /** @default a timer */
  wait?: Wait;
  /** Called with the name of each row before its request is sent. */
  progress?: (name: string) => unknown;
}

/** The run stops when so many answers in a row could not be judged, or when there is none to the first request. */
const patience = 3;

/**
 * Provokes every documented answer of a live server that can be provoked, and compares it with the spec. It only reads,
 * unless `writes` is set, and it stops when the server refuses the token or keeps failing to answer.
 */
export async function conformanceOf(options: ConformanceOptions): Promise<Report> {
  const { api, baseUrl, known, writes, pause, wait = setTimeout, progress } = options;
  const exchangeOf = exchangerOf(options);
  const judge = judgeOf(api);
  const token = tokenSchemeOf(api);
  const isGiven = (schemes: object) => Object.keys(schemes).every((name) => name === token);
  const report: Report = { server: baseUrl, rows: [] };
  let unjudged = 0;
  for (const probe of api.operations.flatMap((operation) => liveProbes(api, operation, known, writes))) {
    const { operation, name, statuses } = probe;
    const row = { operation: operation.id, name, statuses, findings: [] };
    const isServed = operation.security.length === 0 || operation.security.some(isGiven);
    const unrun = isServed ? probe.reason : "needs another credential than the token";
    const reason = report.stopped ? stopReasons[report.stopped] : unrun;
    if (reason) {
      report.rows.push({ ...row, result: "not run", reason });
      continue;
    }
    const isFirst = !report.rows.some(({ repeat }) => repeat);
    if (!isFirst) await wait(pause);
    progress?.(name);
    const exchange = await withRetries(() => exchangeOf(probe), pause, wait);
    const verdict = verdictOf(exchange, judge);
    report.rows.push({ ...row, ...verdict, repeat: curlOf(exchange) });
    unjudged = verdict.result === "not judged" ? unjudged + 1 : 0;
    const isDead = isFirst && !exchange.response && exchange.failure;
    if (unjudged === patience || isDead) report.stopped = "server";
    const isAsked = operation.security.some((schemes) => token && token in schemes && isGiven(schemes));
    const hasToken = isAsked && (!probe.alter || probe.breaks);
    if (hasToken && exchange.response?.status === 401) report.stopped = "token";
  }
  return report;
}

function verdictOf(exchange: Exchange, judge: Judge): Pick<Row, "result" | "reason" | "findings"> {
  const obstacle = obstacleOf(exchange);
  if (obstacle) return { result: "not judged", reason: printable(obstacle), findings: [] };
  const findings = judge(exchange);
  const worst = findings.find(({ verdict }) => verdict === "broken") ?? findings[0];
  return { result: worst?.verdict ?? "passed", findings };
}

const stopReasons = {
  token: "the server refused the token",
  server: "the server gave no answer that can be judged",
};

/** A command that repeats a request. The shell puts the token in. */
function curlOf({ request: { method, url, headers, body } }: Exchange): string {
  const quoted = (text: string) =>
    text.includes("$QODER_PAT")
      ? `"${text.replaceAll(/["\\`]|\$(?!QODER_PAT)/g, "\\$&")}"`
      : `'${text.replaceAll("'", "'\\''")}'`;
  const given = Object.entries(headers).map(([name, value]) => {
    if (/^Basic \$QODER_PAT./.test(value)) return '-u "$QODER_PAT:"';
    const shown = name === "authorization" ? "Authorization" : name;
    return `-H ${quoted(value ? `${shown}: ${value}` : `${shown};`)}`;
  });
  const verbs: Record<string, string> = { GET: "", HEAD: "--head" };
  const data = body === undefined ? "" : `--data-raw ${quoted(body)}`;
  const words = ["curl -sS -i", verbs[method] ?? `-X ${method}`, data, ...given, quoted(url)];
  return words.filter(Boolean).join(" ");
}
