import { accepts, isForm, isJson, rangesOf } from "./accept.ts";
import type { Operation } from "./documented.ts";
import { sentParameters } from "./parameters.ts";
import type { Asked } from "./received.ts";
import { Refusal } from "./refusal.ts";
import { type Breach, judgeJson, judgeText, sentenceOf } from "./schemas.ts";
import { lacking } from "./security.ts";

/** A breach with the parameter that is wrong, or the place in the body. */
type Violation = [param: string, message: string];

/**
 * Checks that a request obeys the contract.
 *
 * @throws {Refusal} that names the first ten breaches; without credentials, only those
 */
export function checkRequest(operation: Operation, request: Asked): void {
  const lack = lacking(operation, request);
  if (lack) throw new Refusal(401, [lack]);
  const violations = [...judgeParameters(operation, request), ...judgeBody(operation, request)];
  if (violations[0]) {
    const status = operation.responses.some(({ code }) => code === "422") ? 422 : 400;
    const messages = violations.map(([, message]) => message).slice(0, 10);
    throw new Refusal(status, messages, { param: violations[0][0] });
  }
  checkAccept(operation, request.headers["accept"]);
}

const judgeParameters = (operation: Operation, request: Asked): Violation[] =>
  sentParameters(operation, request).flatMap(({ parameter: { name, required, schema }, sent, value }) => {
    if (value === undefined || (value === "" && required))
      return required ? [[name, sentenceOf(name, { path: [], rule: "is required", value: sent })]] : [];
    return judgeText(operation, schema, value).map((breach): Violation => {
      return [name, sentenceOf(name, { ...breach, value: sent ?? value })];
    });
  });

function judgeBody(operation: Operation, { headers, text, body }: Asked): Violation[] {
  const { required = false, contents = [] } = operation.request?.body ?? {};
  const broken = (breach: Breach): Violation => [
    ["body", ...breach.path].join("."),
    sentenceOf("body", breach),
  ];
  const whole = (rule: string, value: unknown) => [broken({ path: [], rule, value })];
  if (text === "") return required ? whole("is required", undefined) : [];
  if (contents.length === 0) return whole("must have 0 bytes", Buffer.byteLength(text));
  const type = headers["content-type"];
  const [content] = rangesOf(type).flatMap((range) =>
    contents.filter(({ mediaType }) => rangesOf(mediaType)[0] === range),
  );
  if (!content) {
    const rule = `must be ${contents.map(({ mediaType }) => mediaType).join(" or ")}`;
    const message = sentenceOf("Content-Type", { path: [], rule, value: type });
    throw new Refusal(415, [message], { param: "Content-Type" });
  }
  if (isJson(type) && body === text) return whole("must be JSON", text);
  const judge = isForm(type) ? judgeText : isJson(type) ? judgeJson : () => [];
  return judge(operation, content.schema, body).map(broken);
}

function checkAccept({ responses }: Operation, accept: string | undefined): void {
  const types = new Set(responses.flatMap(({ contents = [] }) => contents.map(({ mediaType }) => mediaType)));
  if (types.size > 0 && ![...types].some((type) => accepts(accept, type)))
    throw new Refusal(406, [`Accept must allow ${[...types].join(", ")}; received "${accept}"`]);
}
