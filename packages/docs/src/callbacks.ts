import { type Document, methods, type Operation } from "@qoder/work-codegen";
import { heading, type Nodes, type Page, parse } from "./tree.ts";

/** Requests that the API sends, as the document has them: by address and method. */
type Calls = Record<string, Record<string, { summary?: string; description?: string }>>;

const linesOf = (calls: Calls): Nodes =>
  parse(
    Object.entries(calls)
      .flatMap(([address, item]) =>
        methods.flatMap((method) => {
          const { [method]: call } = item;
          const text = call?.summary ?? call?.description ?? "";
          return call ? `- \`${method.toUpperCase()} ${address}\`${text && `: ${text}`}` : [];
        }),
      )
      .join("\n"),
  );

const more = parse("Your server gets these requests. [Redoc](redoc.html) shows their bodies.");

/** The requests that follow from an operation. */
export const callbacksOf = ({ callbacks }: Operation): Nodes =>
  Object.keys(callbacks).length > 0
    ? [
        heading(2, "Callbacks", "callbacks"),
        ...more,
        ...Object.values(callbacks as Record<string, Calls>).flatMap(linesOf),
      ]
    : [];

/** The page of the requests that follow from no operation, where the API has such. */
export function webhookPages({ webhooks }: Document): Page[] {
  const title = "Webhooks";
  const page = {
    file: "webhooks.html",
    group: "Reference",
    title,
    description: "Requests that the API sends.",
  };
  return webhooks ? [{ ...page, content: [heading(1, title), ...more, ...linesOf(webhooks as Calls)] }] : [];
}
