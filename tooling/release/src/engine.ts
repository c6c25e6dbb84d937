import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** A difference as `redocly diff` reports it. */
export interface Difference {
  /** JSON pointer into the document with every `$ref` followed; of the base where something was removed. */
  path: string;
  typeName: string;
  kind: "added" | "removed" | "modified";
  impact: "patch" | "minor" | "major";
  verdicts: { ruleId: string; message: string }[];
  /** What was modified: a keyword, or `key` where a name in a map changed. */
  property?: string;
  base?: Source;
  revision?: Source;
}

interface Source {
  /** Relative to the working directory. */
  file: string;
  /** JSON pointer in the file; of what should hold it where there is no value. */
  pointer: string;
  line: number;
  value?: unknown;
}

/** `redocly diff` could not compare, or can no longer be believed. */
export class EngineError extends Error {
  override name = "EngineError";
}

const cli = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const ownConfig = fileURLToPath(new URL("../redocly.yaml", import.meta.url));

/**
 * The differences between two documents, by `redocly diff`. It runs in a thread: its start is half of its time, and a
 * process would add to that.
 *
 * @throws {EngineError} if it ends without a report
 */
export async function differences(base: string, revision: string, config = ownConfig): Promise<Difference[]> {
  const folder = await mkdtemp(join(tmpdir(), "diff-"));
  const output = join(folder, "report.json");
  try {
    const worker = new Worker(cli, {
      argv: [
        "diff",
        base,
        revision,
        "--config",
        config,
        "--format",
        "json",
        "--fail-on",
        "none",
        "-o",
        output,
      ],
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      stdout: true,
      stderr: true,
    });
    const [said, [exitCode]] = await Promise.all([text(worker.stderr), once(worker, "exit")]);
    if (exitCode !== 0) throw new Error(said);
    const { reportVersion, changes } = JSON.parse(await readFile(output, "utf8"));
    if (reportVersion !== "1") throw new Error(`Its report has version ${reportVersion} instead of 1.`);
    return changes;
  } catch (error) {
    throw new EngineError(`redocly diff failed, so nothing was compared.\n${(error as Error).message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What `redocly diff` must find between the two documents in known-bad/. */
const knownBad = [
  "parameter-became-required",
  "property-removed",
  "required-properties-removed",
  "response-removed",
  "schema-constraint-changed",
  "schema-type-changed",
];

/**
 * Makes sure that `redocly diff` still finds breaking changes where there are some.
 *
 * @throws {EngineError} naming the rules that found nothing
 */
export async function proveEngine(find = differences): Promise<void> {
  const [base, revision] = ["base", "revision"].map((name) =>
    fileURLToPath(new URL(`../known-bad/${name}.yaml`, import.meta.url)),
  ) as [string, string];
  const found = await find(base, revision);
  const rules = found
    .filter(({ impact }) => impact === "major")
    .flatMap(({ verdicts }) => verdicts.map(({ ruleId }) => ruleId));
  const silent = knownBad.filter((rule) => !rules.includes(rule));
  if (silent.length === 0) return;
  throw new EngineError(
    `redocly diff does not find known breaking changes (${silent.join(", ")}), so its word is worth nothing. Check tooling/release/redocly.yaml and the version of @redocly/cli.`,
  );
}
