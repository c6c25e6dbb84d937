import { tokensOf } from "./pointer.ts";
import { type Judged, without } from "./policy.ts";
import { and, type Subject } from "./subject.ts";

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const codes = (values: unknown[]) => and(values.map(code));
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** A change in a sentence without its full stop, as Markdown. `operations` are the names of those that it touches. */
export function sentenceOf(change: Judged, subject: Subject, operations: string[]): string {
  const sentence =
    change.kind === "modified" ? modified(change, subject, operations) : moved(change, subject, operations);
  return sentence.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function modified(change: Judged, { name }: Subject, operations: string[]): string {
  const { typeName, property } = change;
  const [old, now] = [change.base?.value, change.revision?.value];
  if (property === "defaultServer") return `the default server is now ${code(now)} instead of ${code(old)}`;
  switch (`${typeName}.${property}`) {
    case "Schema.enum":
      return valuesIn(name, old, now);
    case "Schema.const":
      if (now === undefined) return `${name} is no longer always ${code(old)}`;
      return `${name} is now always ${code(now)}${old === undefined ? "" : ` instead of ${code(old)}`}`;
    case "Schema.type":
      return typeIn(name, listOf(old), listOf(now));
    case "Schema.required":
      return requiredIn(name, listOf(old), listOf(now), change.sides.has("request"));
    case "Parameter.required":
      return `${name} ${now === true ? "must now be given" : "can now be left out"}`;
    case "Header.required":
      return `${name} ${now === true ? "now always comes" : "can now be absent"}`;
    case "Operation.operationId":
      return `${code(old)} is now called ${code(now)}`;
    case "Schema.key":
    case "Parameter.name":
      return `${name.replace(`${now}\``, `${old}\``)} is now called ${code(now)}`;
    case "PathItem.key":
      return `the path of ${codes(operations)} is now ${code(now)} instead of ${code(old)}`;
    case "Response.key":
      return `${codes(operations)} now answers ${now} instead of ${old}`;
    case "MediaType.key":
      return `${name} is now ${code(now)} instead of ${code(old)}`;
  }
  if (typeName === "SpecExtension") {
    const extension = [...tokensOf(change.path), property].findLast((key) => key?.startsWith("x-"));
    return `${code(extension)} of ${name} was edited`;
  }
  if (typeName === "SecurityRequirement") return `authentication now also needs ${code(property)}`;
  if (typeName === "Example" && !property) {
    const key = change.path.slice(change.path.lastIndexOf("/") + 1).replaceAll("~1", "/");
    return `example ${code(key)} of ${name} was edited`;
  }
  if (change.isText) {
    return `\`${property}\` of ${name} was ${old === undefined ? "added" : now === undefined ? "removed" : "edited"}`;
  }
  if (old === undefined) return `${name} now has \`${property}\` ${code(now)}`;
  if (now === undefined) return `${name} no longer has \`${property}\` ${code(old)}`;
  return `\`${property}\` of ${name} is now ${code(now)} instead of ${code(old)}`;
}

function moved(
  { kind, typeName, path, base, revision }: Judged,
  { name }: Subject,
  operations: string[],
): string {
  const isNew = kind === "added";
  const key = path.slice(path.lastIndexOf("/") + 1).replaceAll("~1", "/");
  const value = (revision ?? base)?.value as Record<string, unknown>;
  const own = codes(operations);
  switch (typeName) {
    case "Operation":
    case "PathItem":
      return isNew ? `${own} is new` : `${own} was removed`;
    case "Response":
      return isNew ? `${own} can now answer ${key}` : `${own} no longer answers ${key}`;
    case "Parameter": {
      const which = `${value["required"] ? "required" : "optional"} ${value["in"]} parameter ${code(value["name"])}`;
      return isNew ? `${own} takes a new ${which}` : `${own} no longer takes the ${which}`;
    }
    case "Server":
      return `server ${code(value["url"])} was ${kind}`;
    case "SecurityRequirement": {
      const schemes = Object.keys(value);
      const which =
        schemes.length > 0 ? `authentication with ${codes(schemes)}` : "a call without authentication";
      return `${which} is ${isNew ? "now" : "no longer"} accepted`;
    }
    case "HeadersMap":
      return `header ${codes(Object.keys(value))} of ${name} was ${kind}`;
    case "Example":
      return `example ${code(key)} of ${name} was ${kind}`;
  }
  const isNamed = name.includes(code(key)) || /^`[^`]*`/.exec(name)?.[0].endsWith(`.${key}\``);
  return isNamed ? `${name} was ${kind}` : `${code(key)} of ${name} was ${kind}`;
}

function valuesIn(name: string, old: unknown, now: unknown): string {
  if (!Array.isArray(now)) return `${name} is no longer limited to ${codes(listOf(old))}`;
  if (!Array.isArray(old)) return `${name} is now limited to ${codes(now)}`;
  const [gained, lost] = [without(now, old), without(old, now)];
  const can = gained.length > 0 ? [`can now be ${codes(gained)}`] : [];
  const cannot = lost.length > 0 ? [`can no longer be ${codes(lost)}`] : [];
  return `${name} ${[...can, ...cannot].join(" and ")}`;
}

function typeIn(name: string, old: unknown[], now: unknown[]): string {
  const [gained, lost] = [without(now, old), without(old, now)];
  if (gained.join() === "null" && lost.length === 0) return `${name} can now be null`;
  if (lost.join() === "null" && gained.length === 0) return `${name} is never null now`;
  return `${name} is now ${and(now) || "anything"} instead of ${and(old) || "anything"}`;
}

function requiredIn(name: string, old: unknown[], now: unknown[], isSent: boolean): string {
  const field = (one: unknown) =>
    /^`[^`]*`/.test(name) ? name.replace(/`(?!$|\w)|`$/, `.${one}\``) : `\`${one}\` of ${name}`;
  return and([
    ...without(now, old).map(
      (one) => `${field(one)} ${isSent ? "must now be given" : "is now always there"}`,
    ),
    ...without(old, now).map((one) => `${field(one)} can now be ${isSent ? "left out" : "absent"}`),
  ]);
}
