import { type Api, type Body, isForm, type Operation, sampleOf } from "@qoder/work-codegen";
import { contentOf, examplesOf } from "./responses.ts";
import { type Credential, securityOf } from "./security.ts";
import { addressOf, formOf, simpleOf } from "./site/address.ts";

/** A request with the documented values, as the samples show it. */
export interface SampleRequest {
  method: string;
  url: string;
  headers: { name: string; value: string }[];
  body?: { mediaType: string; value: unknown; text: string };
  /** The parameters and the body by the names that the client takes. */
  values: Record<string, unknown>;
  credentials: Credential[];
}

/** The base URLs of an operation, with the defaults of their variables. */
export const serversOf = (api: Api, { servers }: Operation): string[] =>
  (servers.length > 0 ? servers : api.servers).map(({ url, variables }) => {
    const filled = url.replaceAll(/\{(.+?)\}/g, (whole, name) => variables[name]?.default ?? whole);
    return URL.canParse(filled, api.site) ? new URL(filled, api.site).href.replace(/\/$/, "") : filled;
  });

/** The documented bodies of a request by name, or else one that follows from its schema. */
export function bodiesOf(body: Body): [name: string, value: unknown][] {
  const content = contentOf(body);
  const examples = examplesOf(body).map(([name, { value }]): [string, unknown] => [name, value]);
  if (examples.length > 0 || !content) return examples;
  return [["example", sampleOf(content.schema, { skipReadOnly: true }) ?? null]];
}

/** Makes the request of the samples. */
export function requestOf(api: Api, operation: Operation): SampleRequest {
  const { method, path, parameters, body } = operation;
  const args = parameters
    .filter(({ required, examples }) => required || examples.length > 0)
    .map((parameter) => ({ ...parameter, value: parameter.examples[0] ?? sampleOf(parameter.schema) }));
  const [credentials = []] = securityOf(api, operation);
  const secrets = credentials.map((one) => ({ ...one, value: `${one.prefix}$${one.variable}` }));
  const { mediaType = "" } = body?.contents[0] ?? {};
  const [[, value] = []] = body ? bodiesOf(body) : [];
  const [server = ""] = serversOf(api, operation);
  const keys = secrets.filter((one) => one.in === "query").map(({ name, value }) => `${name}=${value}`);
  const address = addressOf(server, path, args);
  const inHeader = <One extends { in: string }>(one: One) => one.in === "header";
  return {
    method: method.toUpperCase(),
    url: [address, keys.join("&")].filter(Boolean).join(address.includes("?") ? "&" : "?"),
    headers: [
      ...secrets.filter(inHeader).map(({ name, value }) => ({ name, value })),
      ...args.filter(inHeader).map((one) => ({ name: one.name, value: simpleOf(one) })),
      ...(mediaType ? [{ name: "Content-Type", value: mediaType }] : []),
    ],
    ...(mediaType && { body: { mediaType, value, text: textOf(mediaType, value) } }),
    values: {
      ...Object.fromEntries(args.map(({ name, value }) => [name, value])),
      ...(mediaType && { body: value }),
    },
    credentials,
  };
}

const textOf = (mediaType: string, value: unknown): string =>
  isForm(mediaType) ? formOf(value) : JSON.stringify(value);
