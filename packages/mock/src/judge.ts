import { isForm, isJson, rangesOf } from "./accept.ts";
import type { Operation } from "./documented.ts";
import { fieldOf, type Parameter, sentParameters } from "./parameters.ts";
import { type Asked, bodyLimit, type Fields } from "./received.ts";
import { type Breach, judgeOf } from "./schemas.ts";
import { lacking } from "./security.ts";

/** A breach of the contract by a request, as a sentence that names the rule and the value. */
export interface Violation {
  message: string;
  /** Status of the refusal; none for a warning. */
  status?: number;
  /** The wrong parameter, or the wrong place in the body. */
  param?: string;
}

// Prism could judge requests too, but it refuses lists that were not sent, JSON such as `0` and repeated fields of a
// form, and takes bodies without a Content-Type.
const judgeText = judgeOf("array");
const judgeJson = judgeOf();

/** Lists what a request breaks. Without credentials, only they matter. */
export function judgeRequest(operation: Operation, request: Asked): Violation[] {
  const lack = lacking(operation, request);
  return lack
    ? [{ message: lack, status: 401 }]
    : [...judgeParameters(operation, request), ...judgeBody(operation, request)];
}

const broken = (param: string, { path, rule, value }: Breach, status = 400): Violation => {
  const place = [param, ...path].join(".");
  const received = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
  return { message: `${place} ${rule}; received ${received}`, status, param: place };
};

const judgeParameters = (operation: Operation, request: Asked): Violation[] =>
  sentParameters(operation, request).flatMap(({ parameter, sent, value }) => {
    const { name, required, deprecated, schema } = parameter;
    if (value === undefined || (value === "" && required))
      return required ? [broken(name, { path: [], rule: "is required", value: sent })] : [];
    const breaches = judgeText(schema, value, bundleOf(operation));
    return [
      ...(deprecated ? [{ message: `${name} is deprecated` }] : []),
      ...breaches.map((breach) => ({ ...broken(name, { ...breach, value: sent ?? value }), param: name })),
    ];
  });

function judgeBody(operation: Operation, { headers, text, size, body }: Asked): Violation[] {
  const { required = false, contents = [] } = operation.request?.body ?? {};
  const whole = (rule: string, value: unknown, status?: number) => [
    broken("body", { path: [], rule, value }, status),
  ];
  if (size === 0) return required ? whole("is required", undefined) : [];
  if (contents.length === 0) return whole("must have 0 bytes", size);
  if (size > bodyLimit) return whole(`must have at most ${bodyLimit} bytes`, size, 413);
  const type = headers["content-type"];
  const [content] = rangesOf(type).flatMap((range) =>
    contents.filter(({ mediaType }) => rangesOf(mediaType)[0] === range),
  );
  if (!content) {
    const types = contents.map(({ mediaType }) => mediaType).join(" or ");
    return [broken("Content-Type", { path: [], rule: `must be ${types}`, value: type }, 415)];
  }
  if (isJson(type) && body === text) return whole("must be JSON", text);
  const breaches = isForm(type)
    ? judgeText(content.schema, formOf(content, body as Fields), bundleOf(operation))
    : isJson(type)
      ? judgeJson(content.schema, body, bundleOf(operation))
      : [];
  return breaches.map((breach) => broken("body", breach));
}

const bundleOf = (operation: Operation) => (operation as { __bundled__?: unknown }).__bundled__;

type Content = NonNullable<Operation["responses"][number]["contents"]>[number];

/** The fields of a form as its schema reads them. */
function formOf({ schema, encodings = [] }: Content, fields: Fields): object {
  const known = Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const encoding = encodings.find((one) => one.property === name);
    return [name, fieldOf({ ...encoding, name, schema: property } as Parameter, fields)];
  });
  return { ...fields, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}
