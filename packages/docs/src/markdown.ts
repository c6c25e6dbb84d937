import { gfmToMarkdown } from "mdast-util-gfm";
import { defaultHandlers, type Handle, toMarkdown } from "mdast-util-to-markdown";
import { isPlain, type Nodes } from "./tree.ts";

/** A page in Markdown, with links to other pages in Markdown. */
export const markdownOf = (nodes: Nodes): string =>
  toMarkdown(
    { type: "root", children: nodes },
    {
      bullet: "-",
      resourceLink: true,
      join: [(_left, right) => ((right as { type: string }).type === "part" ? 1 : undefined)],
      extensions: [gfmToMarkdown({ tablePipeAlign: false })],
      handlers: handlers as object,
    },
  );

const handlers: Record<"part" | "link" | "text", Handle> = {
  part: (node, _parent, state, info) => state.containerFlow(node, info),
  link: (node, parent, state, info) =>
    defaultHandlers.link(
      { ...node, url: node.url.replace(/^((?!redoc)[\w-]+\.html)/, "$1.md") },
      parent,
      state,
      info,
    ),
  // To look for what needs an escape takes most of the time. After a letter, `_` begins no emphasis: names such as
  // `stopped_at` stay as they are.
  text: ({ value }, _parent, state, info) =>
    isPlain(value) ? value : state.safe(value, info).replace(/(?<=\w)\\_/g, "_"),
};
