import { accepts, isForm, isJson, rangesOf } from "./accept.ts";
import type { Operation } from "./documented.ts";
import { sentParameters } from "./parameters.ts";
import type { Asked } from "./received.ts";
import { Refusal } from "./refusal.ts";
import { type Breach, judgeJson, judgeText, sentenceOf } from "./schemas.ts";
import { lacking } from "./security.ts";

interface Violation {
  message: string;
  /** Status of the refusal. */
  status: number;
  /** The wrong parameter, or the wrong place in the body. */
  param: string;
}

/**
 * Checks that a request obeys the contract.
 *
 * @throws {Refusal} that names the first ten breaches; without credentials, only those. A documented 422 comes before a 400
 */
export function checkRequest(operation: Operation, request: Asked): void {
  const lack = lacking(operation, request);
  if (lack) throw new Refusal(401, [lack]);
  const violations = [...judgeParameters(operation, request), ...judgeBody(operation, request)];
  if (violations[0]) {
    const status = Math.max(...violations.map((one) => one.status));
    const isDocumented = operation.responses.some(({ code }) => code === "422");
    const messages = violations.map(({ message }) => message).slice(0, 10);
    throw new Refusal(status === 400 && isDocumented ? 422 : status, messages, {
      param: violations[0].param,
    });
  }
  checkAccept(operation, request.headers["accept"]);
}

const broken = (param: string, breach: Breach, status = 400): Violation => ({
  message: sentenceOf(param, breach),
  status,
  param: [param, ...breach.path].join("."),
});

const judgeParameters = (operation: Operation, request: Asked): Violation[] =>
  sentParameters(operation, request).flatMap(({ parameter: { name, required, schema }, sent, value }) => {
    if (value === undefined || (value === "" && required))
      return required ? [broken(name, { path: [], rule: "is required", value: sent })] : [];
    const breaches = judgeText(operation, schema, value);
    return breaches.map((breach) => ({ ...broken(name, { ...breach, value: sent ?? value }), param: name }));
  });

function judgeBody(operation: Operation, { headers, text, body }: Asked): Violation[] {
  const { required = false, contents = [] } = operation.request?.body ?? {};
  const whole = (rule: string, value: unknown) => [broken("body", { path: [], rule, value })];
  if (text === "") return required ? whole("is required", undefined) : [];
  if (contents.length === 0) return whole("must have 0 bytes", Buffer.byteLength(text));
  const type = headers["content-type"];
  const [content] = rangesOf(type).flatMap((range) =>
    contents.filter(({ mediaType }) => rangesOf(mediaType)[0] === range),
  );
  if (!content) {
    const types = contents.map(({ mediaType }) => mediaType).join(" or ");
    return [broken("Content-Type", { path: [], rule: `must be ${types}`, value: type }, 415)];
  }
  if (isJson(type) && body === text) return whole("must be JSON", text);
  const judge = isForm(type) ? judgeText : isJson(type) ? judgeJson : () => [];
  return judge(operation, content.schema, body).map((breach) => broken("body", breach));
}

function checkAccept({ responses }: Operation, accept: string | undefined): void {
  const types = new Set(responses.flatMap(({ contents = [] }) => contents.map(({ mediaType }) => mediaType)));
  if (types.size > 0 && ![...types].some((type) => accepts(accept, type)))
    throw new Refusal(406, [`Accept must allow ${[...types].join(", ")}; received "${accept}"`]);
}
