import { slug } from "github-slugger";
import { h } from "hastscript";
import { codeBlock } from "./html.ts";
import type { Sample } from "./samples.ts";
import { code, heading, type Nodes, paragraph, part, text } from "./tree.ts";

/** Code to choose from. A choice is a radio button, so that it works by keyboard and without scripts. */
export function tabs(name: string, samples: Sample[]): Nodes {
  if (samples.length === 0) return [];
  const group = slug(name);
  const panels = samples.flatMap(({ label, source, lang, output }, index) => [
    h("label.tab", { className: index === samples.length - 1 && "last" }, [
      h("input", { type: "radio", name: group, checked: index === 0 }),
      label,
    ]),
    h(".panel", [
      h("p.panel-title", label),
      codeBlock(source, lang, `${name}: ${label}`),
      ...(output ? [h("p.output", "Prints"), codeBlock(output, "", `Output of ${label}`)] : []),
    ]),
  ]);
  const blocks = samples.flatMap(({ label, source, lang, output }) => [
    heading(3, label),
    code(lang, source),
    ...(output ? [paragraph(text("Prints:")), code("text", output)] : []),
  ]);
  return [part([heading(2, name), ...blocks], h("fieldset.tabs", h("legend", { id: group }, name), panels))];
}
