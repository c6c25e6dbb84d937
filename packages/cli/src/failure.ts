import { docsUrl, WorkError } from "@qoder/work-client";

export const exitCodesHelp = `
Exit codes:
  0  done
  1  the API refused the request, or something unexpected happened
  2  the command line, an id or QODER_PAT is not usable; nothing was sent
  3  the token was refused (401, 403)
  4  there is no such Environment or work item (404)
  5  the API failed, or answered something that is not documented
  6  no complete answer arrived in time`;

/** The exit code of a failed command, as `--help` documents it. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof WorkError)) return 1;
  switch (error.kind) {
    case "argument":
      return 2;
    case "decode":
      return 5;
    case "connection":
    case "timeout":
      return 6;
    case "api":
      if (error.status === 401 || error.status === 403) return 3;
      if (error.status === 404) return 4;
      return error.status >= 500 || error.type === undefined ? 5 : 1;
  }
}

/** What went wrong, in one line, with what to do where that is known, and where the docs explain it. */
export function explain(error: unknown): string {
  if (!(error instanceof WorkError)) return error instanceof Error ? error.message : String(error);
  return [`${error.message}.`, adviceOn(error), `See ${docsUrl(error)}`].filter(Boolean).join(" ");
}

function adviceOn({ kind, status }: WorkError): string | undefined {
  if (kind === "api" && status === 401) return "Check the token in QODER_PAT.";
  if (kind === "connection") return "Check --base-url and the network.";
  return undefined;
}
