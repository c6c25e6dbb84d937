import { type Block, codeBlock, escapeHtml, slug } from "./markdown.ts";

export interface Tab {
  label: string;
  code: string;
  /** A language of the highlighter. */
  language: string;
  /** What running the code prints. */
  output?: string | undefined;
}

/** Code to choose from. A choice is a radio button, so that it works by keyboard and without scripts. */
export function tabs(name: string, tabList: Tab[]): Block {
  const group = slug(name);
  const panels = tabList.map(({ label, code, language, output }, index) => {
    const shown = codeBlock(code, language, `${name}: ${label}`);
    const printed = output
      ? `<p class="output">Prints</p>${codeBlock(output, "", `Output of ${label}`)}`
      : "";
    const checked = index === 0 ? " checked" : "";
    const last = index === tabList.length - 1 ? " last" : "";
    return `<label class="tab${last}"><input type="radio" name="${group}"${checked}>${escapeHtml(label)}</label>
<div class="panel"><p class="panel-title">${escapeHtml(label)}</p>${shown}${printed}</div>`;
  });
  return {
    markdown: `## ${name}\n\n${tabList
      .map(({ label, code, language, output }) => {
        const printed = output ? `\n\nPrints:\n\n\`\`\`text\n${output}\n\`\`\`` : "";
        return `### ${label}\n\n\`\`\`${language}\n${code}\n\`\`\`${printed}`;
      })
      .join("\n\n")}`,
    html: `<fieldset class="tabs"><legend id="${group}">${escapeHtml(name)}</legend>\n${panels.join("\n")}</fieldset>`,
  };
}
