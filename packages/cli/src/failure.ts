import { docsUrl, isWorkError, type WorkError } from "@qoder/work-client";
import { CommanderError } from "commander";
import { jsonOf, printable } from "./text.ts";

/** The exit codes, as `--help` and the README list them. */
export const exitCodes: [code: string, meaning: string][] = [
  ["0", "done"],
  ["1", "the API refused the request, or an unexpected error happened"],
  ["2", "an argument, an id or the token in QODER_PAT is not valid; nothing was sent"],
  ["3", "the token was refused (401, 403)"],
  ["4", "what the arguments name does not exist (404)"],
  ["5", "the API failed, or gave an answer that is not documented"],
  ["6", "no complete answer arrived in time, or --timeout passed"],
  ["7", "the item stopped before the command saw the state to wait for"],
  ["128 + n", "ended by signal n: 130 after Ctrl-C, 141 after a closed pipe"],
];

export const exitCodesHelp = `
Exit codes:
${exitCodes.map(([code, meaning]) => `  ${code.padEnd(7)}  ${meaning}`).join("\n")}`;

const codeOfKind = { argument: 2, decode: 5, connection: 6, timeout: 6, state: 7 };

/** Returns the exit code of a failed command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode && 2; // 0 after the help
  if (!isWorkError(error)) return 1;
  if (error.kind !== "api") return codeOfKind[error.kind];
  const { status, type } = error;
  if (status === 401 || status === 403) return 3;
  if (status === 404) return 4;
  return status >= 500 || type === undefined ? 5 : 1;
}

/**
 * Prints an error to stderr: a line for people, or a line of JSON. Prints nothing if commander has printed help or the
 * version, because it throws then, too.
 */
export function report(level: "error" | "warning", error: unknown, json: boolean | undefined): void {
  if (error instanceof CommanderError && /^commander\.(help|version)/.test(error.code)) return;
  const exit_code = level === "error" ? exitCodeOf(error) : undefined;
  const text = `qoder-work: ${level === "warning" ? "warning: " : ""}${explain(error)}`;
  console.error(json ? jsonOf({ [level]: { ...fieldsOf(error), exit_code } }) : printable(text));
}

/** The fields of an error as JSON, with `id` and `state` of the work item where they are known. */
function fieldsOf(error: unknown): object {
  if (isWorkError(error))
    return { kind: error.kind, message: error.message, ...(error as object), docs: docsUrl(error) };
  const kind = error instanceof CommanderError ? "argument" : "unexpected";
  const { id, state } = Object(error);
  const docs = kind === "argument" ? docsUrl({ kind } as WorkError) : undefined;
  return { kind, message: explain(error), id, state, docs };
}

/** Describes an error in one line: the error, what to do if that is known, and the address of the docs. */
export function explain(error: unknown): string {
  if (isWorkError(error))
    return [`${error.message}.`, adviceOn(error), `See ${docsUrl(error)}`].filter(Boolean).join(" ");
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}

function adviceOn({ kind, status, cause }: WorkError): string | undefined {
  if (kind === "api" && status === 401) return "Check the token in QODER_PAT.";
  if (kind === "connection") return "Check --base-url and the network, and the proxy if there is one.";
  if (kind === "timeout" && isWorkError(cause) && cause.timeout !== "total")
    return `The last error: ${cause.message}.`;
  return undefined;
}
