import { type Content, type Operation, successesOf } from "@qoder/work-codegen";
import { h } from "hastscript";
import { contentOf } from "./responses.ts";
import { fill } from "./templates.ts";
import { type Nodes, paragraph, parse, part, raw, table, text } from "./tree.ts";

interface Step {
  state: string;
  meaning: string;
  /** Properties that got a value since the step before, in its example. */
  sets: string[];
}

/** A drawing of the states from top to bottom, and the same as a table. */
export function lifecycle(operation: Operation, property: string): Nodes {
  const [content] = successesOf(operation).map(contentOf);
  const steps = content ? stepsOf(content, property) : [];
  const words = steps.map(({ state, sets }) =>
    sets.length > 0 ? `${state}, which sets ${sets.join(" and ")}` : state,
  );
  const rows = steps.map(({ state, meaning, sets }) => [
    `\`${state}\``,
    meaning,
    sets.map((name) => `\`${name}\``).join(", "),
  ]);
  return [
    part(
      [paragraph(text(words.join(" → ")))],
      h("figure.lifecycle", [drawing(steps, words.join("; then "))]),
    ),
    table(["State", "Meaning", "Sets"], rows),
    ...parse(content?.schema.properties?.[property]?.description ?? ""),
  ];
}

/**
 * The life of an object, from the states that the spec lists in their order and the example of each: what is `null` in
 * one example and is not in the next is what the step sets.
 */
function stepsOf({ schema, examples }: Content, property: string): Step[] {
  const { enum: states = [], "x-enumDescriptions": meanings = {} } = schema.properties?.[property] ?? {};
  const values = Object.values(examples).map(({ value }) => value as Record<string, unknown>);
  return states.map((state, index) => {
    const example = values.find((value) => value[property] === state);
    const before = values.find((value) => value[property] === states[index - 1]);
    if (!example) throw new Error(`The diagram needs an example whose ${property} is ${state}.`);
    const sets = before
      ? Object.keys(example).filter((key) => before[key] === null && example[key] !== null)
      : [];
    return { state: String(state), meaning: meanings[String(state)] ?? "", sets };
  });
}

function drawing(steps: Step[], words: string) {
  const height = 84;
  const boxes = steps.map(({ state, sets }, index) => {
    const top = index * height + 1;
    return { state, sets: sets.join(", "), top, middle: top + 25, arrow: top - 40, between: top - 18 };
  });
  return raw(fill("src/templates/lifecycle.html.hbs", { boxes, words, height: boxes.length * height - 42 }));
}
