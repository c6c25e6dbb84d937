import {
  type Api,
  type Example,
  filledUrl,
  type Operation,
  type Parameter,
  sampleOf,
} from "@qoder/work-codegen";
import { examplesOf } from "./responses.ts";
import { securityOf } from "./security.ts";
import { requestOf } from "./site/request.ts";

/** The base URLs of an operation, with the defaults of their variables. */
export const serversOf = (api: Api, { servers }: Operation): string[] =>
  (servers.length > 0 ? servers : api.servers).map((server) => {
    const filled = filledUrl(server);
    return URL.canParse(filled, api.site) ? new URL(filled, api.site).href.replace(/\/$/, "") : filled;
  });

/** The documented bodies of a request by name, or else one that follows from its schema. */
export function bodiesOf({ body }: Operation): [name: string, example: Pick<Example, "value">][] {
  const [content] = body?.contents ?? [];
  if (!body || !content) return [];
  const examples = examplesOf(body);
  if (examples.length > 0) return examples;
  return [["example", { value: sampleOf(content.schema, { skipReadOnly: true }) ?? null }]];
}

/** Makes the request of the samples, with documented values and with environment variables for the credentials. */
export function sampleRequest(api: Api, operation: Operation) {
  const { path, parameters } = operation;
  // An optional parameter is sent if its value was meant for it, and not for all that share its schema.
  const isMeant = ({ examples: [value], schema }: Parameter) =>
    value !== undefined && !(api.nameOf(schema) && value === schema.examples?.[0]);
  const args = parameters
    .filter((parameter) => parameter.required || isMeant(parameter))
    .map((parameter) => ({ ...parameter, value: parameter.examples[0] ?? sampleOf(parameter.schema) }));
  const { alternatives, credentials: all } = securityOf(api, operation);
  const credentials = all.filter(({ scheme }) => alternatives[0]?.includes(scheme));
  const secrets = credentials.map((one) => ({ ...one, value: `${one.prefix}$${one.variable}` }));
  const content = operation.body?.contents[0];
  const [[, example] = []] = bodiesOf(operation);
  const body = content && example && { mediaType: content.mediaType, value: example.value };
  const [server = ""] = serversOf(api, operation);
  return {
    ...requestOf({ method: operation.method.toUpperCase(), server, path, args: [...secrets, ...args], body }),
    /** The parameters and the body by the names that the client takes. */
    values: {
      ...Object.fromEntries(args.map(({ name, value }) => [name, value])),
      ...(body && { body: body.value }),
    },
    credentials,
  };
}
