import type { IPrismDiagnostic } from "@stoplight/prism-core";
import type { Operation } from "./operations.ts";
import { Refusal } from "./refusal.ts";

/** The values of a request that the messages quote. */
export interface Values {
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  authorization: string | undefined;
}

type Diagnostic = IPrismDiagnostic & { tags?: string[] };
const severities = ["Error", "Warning", "Information", "Hint"];

/** A header of a hundred breaches would be too long for a client. */
const limit = 10;

interface Validations {
  input: Diagnostic[];
  output: Diagnostic[];
}

/** The breaches for which a request is refused. A deprecated parameter is only a warning. */
export const errorsOf = ({ input }: Validations): Diagnostic[] =>
  input.filter(({ severity }) => severities[severity] === "Error").slice(0, limit);

/** The refusal of a request with these breaches, with the `status` that Prism chose. */
export function refusal(
  status: number,
  validations: Validations,
  operation: Operation,
  values: Values,
): Refusal {
  const errors = errorsOf(validations);
  const all = errors.map((error) => ({ ...explain(error, operation, values), code: error.code }));
  // Prism checks everything; without credentials, only they matter.
  const security = all.filter(({ code }) => code === 401);
  const told = security.length > 0 ? security : all;
  return new Refusal(status, told.map(({ message }) => message).join("; "), {
    param: told[0]?.param,
    violations: all.map(({ message }) => message),
    headers: violationsHeader(validations),
  });
}

/** Prism's own header for what a request and the documented answer do wrong. */
export function violationsHeader({ input, output }: Validations): Record<string, string> {
  const entry = (subject: string, { path = [], severity, code, message }: Diagnostic) => ({
    location: [subject, ...path],
    severity: severities[severity],
    code,
    message,
  });
  const entries = [
    ...input.map((one) => entry("request", one)),
    ...output.map((one) => entry("response", one)),
  ].slice(0, limit);
  if (entries.length === 0) return {};
  const ascii = JSON.stringify(entries).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return { "sl-violations": ascii };
}

/** A breach as a sentence that names the parameter, the rule and the value. The token is never among them. */
function explain({ path = [], message, tags }: Diagnostic, { request }: Operation, values: Values) {
  if (tags?.[0]) {
    const received = credentials(values.authorization, tags[0]);
    return { message: `the Authorization header must be "${tags[0]} <token>"; received ${received}` };
  }
  const [place, lowered = /required property '(.+)'/.exec(message)?.[1], ...inside] = path;
  // Prism writes the names of parameters in lower case.
  const known = [...(request?.path ?? []), ...(request?.query ?? [])];
  const param = known.find(({ name }) => name.toLowerCase() === lowered)?.name;
  if (!place || !param) return { message };
  const value = place === "query" ? values.query[param] : values.params[param];
  const rule = path.length > 1 ? message.replace(/^Request \w+ parameter \S+ /, "") : "is required";
  const received = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
  return { param, message: `${[param, ...inside].join(".")} ${rule}; received ${received}` };
}

function credentials(authorization: string | undefined, scheme: string): string {
  if (!authorization) return "none";
  const [name = ""] = authorization.split(/\s/);
  return name.toLowerCase() === scheme.toLowerCase() ? "no token" : "another scheme";
}
