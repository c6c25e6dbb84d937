import { type Block, escapeHtml, table } from "./markdown.ts";
import type { Operation } from "./spec.ts";

interface Step {
  state: string;
  meaning: string;
  /** Properties that got a value since the step before, in its example. */
  sets: string[];
}

/**
 * The life of an object, from the states that the spec lists in their order and the example of each: what is `null` in
 * one example and is not in the next is what the step sets.
 */
export function stepsOf({ id, success }: Operation, property: string): Step[] {
  const { enum: states = [], "x-enumDescriptions": meanings = {} } =
    success.schema.properties?.[property] ?? {};
  const examples = Object.values(success.examples).map(({ value }) => value);
  return states.map((state, index) => {
    const example = examples.find((value) => value[property] === state);
    const before = examples.find((value) => value[property] === states[index - 1]);
    if (!example) throw new Error(`The diagram of ${id} needs an example whose ${property} is ${state}.`);
    const sets = before
      ? Object.keys(example).filter((key) => before[key] === null && example[key] !== null)
      : [];
    return { state: String(state), meaning: meanings[String(state)] ?? "", sets };
  });
}

const height = 84;
const box = { width: 132, height: 40 };

/** A drawing of the states from top to bottom, and the same as a table. */
export function lifecycle(operation: Operation, property: string): Block[] {
  const steps = stepsOf(operation, property);
  const words = steps.map(({ state, sets }) =>
    sets.length > 0 ? `${state}, which sets ${sets.join(" and ")}` : state,
  );
  const drawn = steps.map(({ state, sets }, index) => {
    const y = index * height + 1;
    const arrow = `<path class="arrow" d="M${box.width / 2} ${y - height + box.height + 4}V${y - 9}m-5 0h10l-5 7z"/>
<text x="${box.width / 2 + 18}" y="${y - height / 2 + box.height / 2 + 4}">${escapeHtml(sets.join(", "))}</text>`;
    return `${index > 0 ? arrow : ""}
<rect class="state" x="1" y="${y}" width="${box.width - 2}" height="${box.height}" rx="8"/>
<text class="name" x="${box.width / 2}" y="${y + box.height / 2 + 5}" text-anchor="middle">${escapeHtml(state)}</text>`;
  });
  const total = (steps.length - 1) * height + box.height + 2;
  const svg = `<figure class="lifecycle"><svg role="img" aria-labelledby="lifecycle-title lifecycle-text" viewBox="0 0 420 ${total}" width="420" height="${total}">
<title id="lifecycle-title">The states in the order of a life</title>
<desc id="lifecycle-text">${escapeHtml(words.join("; then "))}.</desc>
${drawn.join("\n")}</svg></figure>`;
  return [
    { markdown: `${words.join(" → ")}`, html: svg },
    table(
      ["State", "Meaning", "Sets"],
      steps.map(({ state, meaning, sets }) => [
        `\`${state}\``,
        meaning,
        sets.map((name) => `\`${name}\``).join(", "),
      ]),
    ),
    operation.success.schema.properties?.[property]?.description ?? "",
  ];
}
