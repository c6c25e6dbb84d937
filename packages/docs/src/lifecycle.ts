import { type Operation, successesOf } from "@qoder/work-codegen";
import { type Content, region } from "./content.ts";
import { code } from "./markdown.ts";

/**
 * The life of an object, from the states that the spec lists in their order and the example of each: what is `null` in
 * one example and is not in the next is what the step sets.
 */
export function lifecycle(operation: Operation, property: string): Content {
  const [content] = successesOf(operation).flatMap(({ contents }) => contents);
  const { schema, examples = {} } = content ?? {};
  const { enum: states = [], description = "", ...state } = schema?.properties?.[property] ?? {};
  const values = Object.values(examples).map(({ value }) => value as Record<string, unknown>);
  const steps = states.map((name, index) => {
    const example = values.find((value) => value[property] === name);
    const before = values.find((value) => value[property] === states[index - 1]);
    if (!example) throw new Error(`The lifecycle needs an example whose ${property} is ${name}.`);
    const sets = Object.keys(example).filter((key) => before?.[key] === null && example[key] !== null);
    const names = sets.map((key) => code(key)).join(" and ");
    return `1. ${code(name)} ${state["x-enumDescriptions"]?.[String(name)] ?? ""}${names && ` Sets ${names}.`}`;
  });
  return [region("lifecycle", [steps.join("\n")]), description];
}
