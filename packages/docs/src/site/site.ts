import { memory } from "./memory.ts";

/** The script of every page: copy buttons, choices, and the search, which is loaded when it is first wanted. */

const here = (document.currentScript as HTMLScriptElement).src;

/** The text that a screen reader says of a copy. */
const spoken = Object.assign(document.createElement("p"), { className: "spoken", role: "status" });
document.body.append(spoken);

for (const block of document.querySelectorAll<HTMLElement>(".code")) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "copy",
    textContent: "Copy",
    ariaLabel: `Copy: ${block.firstElementChild?.ariaLabel}`,
  });
  button.addEventListener("click", () => say(button, block.querySelector("code")?.textContent ?? ""));
  block.append(button);
}

/** Copies a text, and says on the button whether it worked. */
async function say(button: HTMLButtonElement, text: string | Promise<string>): Promise<void> {
  const label = button.textContent;
  if (button.dataset["copied"] !== undefined) return;
  button.dataset["copied"] = "";
  const outcome = await Promise.resolve(text)
    .then((words) => navigator.clipboard.writeText(words))
    .then(() => "Copied")
    .catch(() => "Not allowed");
  button.textContent = spoken.textContent = outcome;
  setTimeout(() => {
    button.textContent = label;
    spoken.textContent = "";
    delete button.dataset["copied"];
  }, 2_000);
}

const copyPage = document.querySelector<HTMLButtonElement>(".copy-page");
copyPage?.addEventListener("click", () => {
  const text = fetch(copyPage.dataset["markdown"] ?? "").then((response) => response.text());
  say(copyPage, text);
});

// The page has its place in a long navigation, too.
document.querySelector("#navigation [aria-current]")?.scrollIntoView({ block: "nearest" });

/** The key of Redoc's own choice, so that one switch is for all pages. */
const themeKey = "redoc.colorMode";
const theme = document.querySelector<HTMLSelectElement>(".theme select"); // Redoc has its own
if (theme) theme.value = memory?.getItem(themeKey) ?? "";
theme?.addEventListener("change", () => {
  document.documentElement.dataset["theme"] = theme.value;
  memory?.setItem(themeKey, theme.value);
});

for (const language of document.querySelectorAll<HTMLInputElement>("[name=request-samples]")) {
  if (language.value === memory?.getItem("language")) language.checked = true;
  language.addEventListener("change", () => memory?.setItem("language", language.value));
}

function openSearch(): void {
  const loaded = document.querySelector<HTMLDialogElement>("dialog.search");
  if (loaded) {
    if (!loaded.open) loaded.showModal();
    return;
  }
  const src = new URL("search.js", here).href; // the page of a wrong address may be shown at any depth
  document.head.append(Object.assign(document.createElement("script"), { src }));
}

document.querySelector(".search-open")?.addEventListener("click", openSearch);
const onKey = (event: KeyboardEvent) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  const isSlash =
    key === "/" &&
    !(ctrlKey || metaKey || altKey || (target as Element).closest("input, select, textarea")) &&
    memory?.getItem("slash") !== "off"; // somebody who dictates can turn it off (WCAG 2.1.4)
  if (!isSlash && !((ctrlKey || metaKey) && key === "k")) return;
  event.preventDefault();
  event.stopPropagation(); // one search for all pages, that of Redoc too
  openSearch();
};
addEventListener("keydown", onKey, { capture: true });
