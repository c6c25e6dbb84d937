import type { Operation, Parameter, Schema } from "@qoder/work-codegen";
import { broken, type Draft } from "./differences.ts";
import type { Exchange } from "./exchange.ts";
import { Schemas } from "./schemas.ts";

/** Compares the requests of the client with the parameters of their operation. */
export class RequestRules {
  // A URL and a header hold texts; a number or a list is read from them.
  readonly #schemas = new Schemas({ coerceTypes: "array" });
  /** The parameters of an operation as the schema of one object. */
  readonly #wholes = new Map<Operation, Schema>();

  /** Finds nothing where the probe is wrong on purpose. */
  drafts({ probe: { operation, pastClient }, request }: Exchange): Draft[] {
    if (pastClient) return [];
    const parameters = operation.parameters.filter(isText);
    const whole = this.#wholes.get(operation) ?? {
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
      required: parameters.filter(({ required }) => required).map(({ name }) => name),
    };
    this.#wholes.set(operation, whole);
    const values = parameters.map((one) => [one.name, sentValue(one, operation.path, request)]);
    const sent = Object.fromEntries(values.filter(([, value]) => value !== undefined));
    return this.#schemas
      .breaches(whole, sent)
      .map(({ path, rule }) => broken(operation, "a valid request", `${path.join(".")} ${rule}`.trim()));
  }
}

const isList = ({ schema }: Parameter) => [schema.type].flat().includes("array");
/** Objects have too many styles to be read back, and cookies are not recorded. */
const isText = (parameter: Parameter) =>
  parameter.in !== "cookie" && !parameter.mediaType && ![parameter.schema.type].flat().includes("object");

function sentValue(parameter: Parameter, path: string, { url, headers }: Exchange["request"]): unknown {
  const { name } = parameter;
  const { pathname, searchParams } = new URL(url);
  const parts = (text: string) => (isList(parameter) ? text.split(",") : text);
  switch (parameter.in) {
    case "path": {
      const part = pathname.split("/")[path.split("/").indexOf(`{${name}}`)];
      return part === undefined ? undefined : parts(decodeURIComponent(part));
    }
    case "query": {
      const values = searchParams.getAll(name);
      return values.length === 1 ? values.flatMap(parts) : values.length > 1 ? values : undefined;
    }
    default:
      return headers[name.toLowerCase()];
  }
}
