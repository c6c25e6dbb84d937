import { accepts, isForm, isJson, rangesOf } from "./accept.ts";
import type { Asked } from "./asked.ts";
import type { Operation } from "./documented.ts";
import { sentParameters } from "./parameters.ts";
import { Refusal } from "./refusal.ts";
import { type Breach, judgeJson, judgeText, sentenceOf } from "./schemas.ts";
import { lacking } from "./security.ts";

/**
 * Checks that a request obeys the contract.
 *
 * @throws {Refusal} that names the first ten breaches; without credentials, only those
 */
export function checkRequest(operation: Operation, request: Asked): void {
  const lack = lacking(operation, request);
  if (lack) throw new Refusal(401, [lack]);
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
