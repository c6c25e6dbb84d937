import type { Operation } from "./documented.ts";
import { accepts, isForm, isJson, rangesOf } from "./media-type.ts";
import { Refusal } from "./refusal.ts";
import { type Asked, sentParameters } from "./request.ts";
import { type Breach, judgeJson, judgeText, sentenceOf } from "./schemas.ts";

/**
 * Checks that a request obeys the contract.
 *
 * @throws {Refusal} that names the first ten breaches, or else only what is wrong with the credentials
 */
export function checkRequest(operation: Operation, request: Asked): void {
  const fault = credentialFault(operation, request);
  if (fault) throw new Refusal(401, [fault]);
  const breaches = [...judgeParameters(operation, request), ...judgeBody(operation, request)];
  const [first] = breaches;
  if (first) {
    const status = operation.responses.some(({ code }) => code === "422") ? 422 : 400;
    const [place] = first.path;
    const param = place === "body" ? first.path.join(".") : place;
    throw new Refusal(status, breaches.slice(0, 10).map(sentenceOf), { param });
  }
  checkAccept(operation, request.headers["accept"]);
}

const judgeParameters = (operation: Operation, request: Asked): Breach[] =>
  sentParameters(operation, request).flatMap(({ parameter: { name, required, schema }, sent, value }) => {
    if (value === undefined || (value === "" && required))
      return required ? [{ path: [name], rule: "is required", value: sent }] : [];
    const breaches = judgeText(operation, schema, value, name);
    return breaches.map((breach) => ({ ...breach, value: sent ?? value }));
  });

function judgeBody(operation: Operation, { headers, text, body }: Asked): Breach[] {
  const { required = false, contents = [] } = operation.request?.body ?? {};
  const whole = (rule: string, value: unknown) => [{ path: ["body"], rule, value }];
  if (text === "") return required ? whole("is required", undefined) : [];
  if (contents.length === 0) return whole("must have 0 bytes", Buffer.byteLength(text));
  const type = headers["content-type"];
  const [content] = rangesOf(type).flatMap((range) =>
    contents.filter(({ mediaType }) => rangesOf(mediaType)[0] === range),
  );
  if (!content) {
    const [param, rule] = ["Content-Type", `must be ${contents.map((one) => one.mediaType).join(" or ")}`];
    throw new Refusal(415, [sentenceOf({ path: [param], rule, value: type })], { param });
  }
  if (isJson(type) && body === text) return whole("must be JSON", text);
  const judge = isForm(type) ? judgeText : isJson(type) ? judgeJson : () => [];
  return judge(operation, content.schema, body, "body");
}

function checkAccept({ responses }: Operation, accept: string | undefined): void {
  const types = new Set(responses.flatMap(({ contents = [] }) => contents.map(({ mediaType }) => mediaType)));
  if (types.size > 0 && ![...types].some((type) => accepts(accept, type)))
    throw new Refusal(406, [`Accept must allow ${[...types].join(", ")}; received "${accept}"`]);
}

type Scheme = NonNullable<Operation["security"]>[number][number];

/** Says what is wrong with the credentials of a request, without their values; undefined if the operation accepts them. */
function credentialFault({ security = [] }: Operation, request: Asked): string | undefined {
  const alternatives = security.map((schemes) => schemes.flatMap((scheme) => faultOf(scheme, request) ?? []));
  if (alternatives.length === 0 || alternatives.some((faults) => faults.length === 0)) return undefined;
  return alternatives.map((faults) => faults.join(" and ")).join(", or ");
}

const shapes: Record<string, string> = {
  basic: "Basic <name:password in Base64>",
  bearer: "Bearer <token>",
};

function faultOf(scheme: Scheme, { headers, query }: Asked): string | undefined {
  if (scheme.type === "apiKey") {
    const { name, in: place } = scheme;
    const key = place === "query" ? query[name] : headers[place === "cookie" ? place : name.toLowerCase()];
    return key ? undefined : `the ${place} ${name} must have a key; received none`;
  }
  // OAuth 2 and OpenID Connect send bearer tokens. Schemes have no letter case (RFC 9110, section 11.1).
  const wanted = scheme.type === "http" ? scheme.scheme.toLowerCase() : "bearer";
  const [name = "", value] = (headers["authorization"] ?? "").split(/\s+/);
  const isOther = name.toLowerCase() !== wanted;
  if (!isOther && value) return undefined;
  const shape = shapes[wanted] ?? `${wanted} <credentials>`;
  const received = name ? (isOther ? "another scheme" : "no token") : "none";
  return `the Authorization header must be "${shape}"; received ${received}`;
}
