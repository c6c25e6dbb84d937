import type { Api, Operation } from "@qoder/work-codegen";
import { heading, type Nodes, type Page, parse } from "./tree.ts";

const listOf = (calls: Operation[]): Nodes => {
  const lines = calls.map(({ method, path, summary, description }) => {
    const text = summary || description;
    return `- \`${method.toUpperCase()} ${path}\`${text && `: ${text}`}`;
  });
  return parse(lines.join("\n"));
};

const more = parse("Your server gets these requests. [Redoc](redoc.html) shows their bodies.");

/** The requests that follow from an operation. */
export const callbacksOf = ({ callbacks }: Operation): Nodes =>
  callbacks.length > 0 ? [heading(2, "Callbacks", "callbacks"), ...more, ...listOf(callbacks)] : [];

/** The page of the requests that follow from no operation, where the API has such. */
export function webhookPages({ webhooks }: Api): Page[] {
  const title = "Webhooks";
  const content = [heading(1, title), ...more, ...listOf(webhooks)];
  const description = "Requests that the API sends.";
  return webhooks.length > 0
    ? [{ file: "webhooks.html", group: "Reference", title, description, content }]
    : [];
}
