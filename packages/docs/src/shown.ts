import type { Locator, Page } from "playwright-core";
import type { Answer, Reference } from "./documented.ts";

/** Reads an operation off the page as a person does: every language, every response, every example. */
export async function shownAt(page: Page): Promise<Reference> {
  await page.waitForURL(/#\//); // Redoc replaces the fragment by its own
  const operation = page.locator(`[data-section-id="${new URL(page.url()).hash.slice(1)}"]`);
  await operation.getByRole("tablist").waitFor();

  const request = operation.locator(".panel-request-samples");
  const menus = request.locator("[aria-haspopup]");
  const answers: Answer[] = [];
  for (const tab of await operation.getByRole("tab").all()) answers.push(await answerAt(operation, tab));
  return {
    summary: await textOf(operation.getByRole("heading", { level: 2 })),
    address: (await textOf(menus.first())).replace("\n", " "),
    samples: await choices(menus.nth(1), () => textOf(request.locator("pre"))),
    parameters: (await namesIn(operation, "t=request&in=")).toSorted(),
    answers,
  };
}

async function answerAt(operation: Locator, tab: Locator): Promise<Answer> {
  const status = await textOf(tab);
  await tab.click();
  await operation.getByRole("tab", { name: status, selected: true }).waitFor();

  const panel = operation.locator(".panel-response-samples");
  const value = async () => JSON.parse(await textOf(panel.locator("pre")));
  return {
    status,
    properties: await namesIn(operation, `t=response&c=${status}&path=`),
    examples: await choices(panel.getByRole("button", { name: "Example" }), value),
  };
}

/** Names with the names of their parents in front. Redoc allows a line break after each dot. */
async function namesIn(operation: Locator, id: string): Promise<string[]> {
  const names = await visibleTexts(operation.locator(`[id*="/${id}"] span:has(> .schema-name)`));
  return names.map((name) => name.replaceAll("\u200b", ""));
}

/** Makes each choice of a menu in turn, and reads what it brings up. Without a menu, reads what is there. */
async function choices<Shown>(menu: Locator, read: () => Promise<Shown>): Promise<Record<string, Shown>> {
  if ((await menu.count()) === 0) return { "": await read() };
  const items = menu.page().getByRole("menuitem");
  await menu.click();
  const labels = await visibleTexts(items);
  await menu.click();
  const shown: Record<string, Shown> = {};
  for (const label of labels) {
    await menu.click();
    await items.getByText(label, { exact: true }).click();
    await menu.getByText(label, { exact: true }).waitFor();
    shown[label] = await read();
  }
  return shown;
}

const visibleTexts = (locator: Locator) => locator.filter({ visible: true }).allInnerTexts();
const textOf = async (locator: Locator) => (await visibleTexts(locator)).join("\n");
