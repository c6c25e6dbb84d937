import { slug } from "github-slugger";
import type { Element } from "hast";
import { h } from "hastscript";
import { codeBlock } from "./html.ts";
import type { Sample } from "./samples.ts";
import { code, heading, type Nodes, paragraph, part, text } from "./tree.ts";

/** Code to choose from. Samples with the same `group` share a tab, and are a choice within it. */
export function tabs(name: string, samples: (Sample & { group?: string })[]): Nodes {
  if (samples.length === 0) return [];
  const choices = [...Map.groupBy(samples, ({ group, label }) => group ?? label)].map(
    ([label, members]): [string, (Element | Element[])[]] => [
      label,
      members.length === 1
        ? members.map((one) => codeOf(`${name}: ${label}`, one))
        : [
            choice(
              `${name}: ${label}`,
              members.map((one) => [one.label, [codeOf(`${name}: ${label} ${one.label}`, one)]]),
            ),
          ],
    ],
  );
  const blocks = samples.flatMap(({ label, group, source, lang, output }) => [
    heading(3, group && group !== label ? `${group}: ${label}` : label),
    code(lang, source),
    ...(output ? [paragraph(text("Prints:")), code("text", output)] : []),
  ]);
  return [part([heading(2, name), ...blocks], choice(name, choices, slug(name)))];
}

/** A choice is a radio button, so that it works by keyboard and without scripts. */
function choice(
  name: string,
  choices: [label: string, panel: (Element | Element[])[]][],
  id?: string,
): Element {
  const group = slug(name);
  const panels = choices.flatMap(([label, panel], index) => [
    h("label.tab", { className: index === choices.length - 1 && "last" }, [
      h("input", { type: "radio", name: group, value: label, checked: index === 0 }),
      label,
    ]),
    h(".panel", [h("p.panel-title", label), panel.flat()]),
  ]);
  return h("fieldset.tabs", h("legend", { id }, name), panels);
}

const codeOf = (name: string, { source, lang, output, label }: Sample): Element[] =>
  [
    codeBlock(source, lang, name),
    ...(output ? [h("p.output", "Prints"), codeBlock(output, "", `Output of ${label}`)] : []),
  ] as Element[];
