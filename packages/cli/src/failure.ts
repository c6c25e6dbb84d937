import { docsUrl, WorkError } from "@qoder/work-client";
import { CommanderError } from "commander";

/** The exit codes, as `--help` and the README list them. */
export const exitCodes: [code: string, meaning: string][] = [
  ["0", "done"],
  ["1", "the API refused the request, or an unexpected error happened"],
  ["2", "an argument, an id or the token in QODER_PAT is not valid; nothing was sent"],
  ["3", "the token was refused (401, 403)"],
  ["4", "there is no such Environment or work item (404)"],
  ["5", "the API failed, or gave an answer that is not documented"],
  ["6", "no complete answer arrived in time, or --timeout passed"],
  ["7", "the item stopped before the command saw the state to wait for"],
  ["128 + n", "ended by signal n: 130 after Ctrl-C, 141 after a closed pipe"],
];

export const exitCodesHelp = `
Exit codes:
${exitCodes.map(([code, meaning]) => `  ${code.padEnd(7)}  ${meaning}`).join("\n")}`;

/** Returns the exit code of a failed command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 1 ? 2 : error.exitCode;
  if (!(error instanceof WorkError)) return 1;
  switch (error.kind) {
    case "argument":
      return 2;
    case "decode":
      return 5;
    case "state":
      return 7;
    case "connection":
    case "timeout":
      return 6;
    case "api":
      if (error.status === 401 || error.status === 403) return 3;
      if (error.status === 404) return 4;
      return error.status >= 500 || error.type === undefined ? 5 : 1;
  }
}

/**
 * Prints an error to stderr: a line for people, or a line of JSON. Prints nothing if commander has printed help or the
 * version, because it throws then, too.
 */
export function report(kind: "error" | "warning", error: unknown, json: boolean | undefined): void {
  if (error instanceof CommanderError && /^commander\.(help|version)/.test(error.code)) return;
  const exit_code = kind === "error" ? exitCodeOf(error) : undefined;
  const text = `qoder-work: ${kind === "warning" ? "warning: " : ""}${explain(error)}`;
  console.error(json ? JSON.stringify({ [kind]: { ...fieldsOf(error), exit_code } }) : text);
}

function fieldsOf(error: unknown): object {
  if (!(error instanceof WorkError)) return { message: explain(error) };
  const { name: _, message, ...fields } = error;
  return { message, ...fields, docs: docsUrl(error) };
}

/** Describes an error in one line: the error, what to do if that is known, and the address of the docs. */
export function explain(error: unknown): string {
  if (error instanceof WorkError)
    return [`${error.message}.`, adviceOn(error), `See ${docsUrl(error)}`].filter(Boolean).join(" ");
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}

function adviceOn({ kind, status, cause }: WorkError): string | undefined {
  if (kind === "api" && status === 401) return "Check the token in QODER_PAT.";
  if (kind === "connection") return "Check --base-url and the network.";
  if (kind === "timeout" && cause instanceof WorkError && cause.timeout !== "total")
    return `The last error: ${cause.message}.`;
  return undefined;
}
