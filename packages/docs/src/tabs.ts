import { slug } from "github-slugger";
import { codeBlock } from "./code.ts";
import { fenced, type Printed } from "./markdown.ts";
import type { Sample } from "./samples.ts";
import { fill } from "./templates.ts";

/** Code to choose from. Samples with the same `group` share a tab, and are a choice within it. */
export function tabs(name: string, samples: (Sample & { group?: string | undefined })[]): Printed {
  const id = slug(name);
  const groups = [...Map.groupBy(samples, ({ group, label }) => group ?? label)];
  const choices = groups.map(([label, members]) => {
    const title = `${name}: ${label}`;
    if (members.length === 1) return { label, panel: members.map((one) => panelOf(title, one)).join("") };
    const inner = members.map((one) => ({ label: one.label, panel: panelOf(`${title} ${one.label}`, one) }));
    return { label, panel: choice(title, inner) };
  });
  const blocks = samples.flatMap(({ label, group, source, lang, output }) => [
    `### ${group && group !== label ? `${group}: ${label}` : label}`,
    fenced(lang, source),
    ...(output ? ["Prints:", fenced("text", output)] : []),
  ]);
  const words = samples.flatMap(({ label, source, output }) => [label, source, output]);
  return {
    id,
    html: choice(name, choices, id),
    markdown: [`## ${name}`, ...blocks].join("\n\n"),
    places: [{ id, title: name, text: words.join(" ") }],
  };
}

/** A choice is a radio button, so that it works by keyboard and without scripts. */
const choice = (name: string, choices: { label: string; panel: string }[], id?: string): string =>
  fill("tabs.html", { name, id, group: slug(name), choices });

const panelOf = (name: string, { source, lang, output, label }: Sample): string =>
  codeBlock(source, lang, name) +
  (output ? `<p class="output">Prints</p>${codeBlock(output, "", `Output of ${label}`)}` : "");
