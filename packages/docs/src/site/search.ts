import MiniSearch, { type SearchResult } from "minisearch";
import { options } from "./search-options.ts";

/** The index as JSON, which the build puts before this script. */
declare const INDEX: string;

const here = (document.currentScript as HTMLScriptElement).src;
const index = MiniSearch.loadJSON(INDEX, options);

const dialog = document.createElement("dialog");
dialog.className = "search";
dialog.ariaLabel = "Search the docs";
dialog.innerHTML = `<input type="text" enterkeyhint="search" role="combobox" aria-label="Search" aria-controls="search-results"
aria-autocomplete="list" placeholder="Search, such as stopped_at" spellcheck="false" autocomplete="off">
<ul id="search-results" role="listbox" aria-label="Results"></ul><p role="status"></p>`;
document.body.append(dialog);

const input = dialog.querySelector("input") as HTMLInputElement;
const list = dialog.querySelector("ul") as HTMLUListElement;
const status = dialog.querySelector("p") as HTMLParagraphElement;
let selected = 0;

function show(): void {
  const results = input.value.trim() ? index.search(input.value).slice(0, 12) : [];
  list.replaceChildren(...results.map(optionOf));
  list.hidden = results.length === 0;
  input.ariaExpanded = String(!list.hidden);
  select(0);
  if (!input.value.trim()) status.textContent = "Arrow keys choose, Enter opens, Escape closes.";
  else if (results.length === 0) status.textContent = `Nothing found for “${input.value}”.`;
  else status.textContent = `${results.length} result${results.length === 1 ? "" : "s"}`;
}

function optionOf({ id, title, page, text }: SearchResult, place: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `search-result-${place}`;
  item.role = "option";
  item.dataset["address"] = id;
  const detail = document.createElement("span");
  detail.textContent = `${page === title ? "" : `${page}: `}${text.slice(0, 110)}${text.length > 110 ? "…" : ""}`;
  item.append(title, detail);
  item.addEventListener("click", () => open(item));
  return item;
}

function select(place: number): void {
  const items = [...list.children] as HTMLLIElement[];
  selected = items.length === 0 ? 0 : (place + items.length) % items.length;
  items.forEach((item, own) => {
    item.ariaSelected = String(own === selected);
  });
  input.setAttribute("aria-activedescendant", items[selected]?.id ?? "");
  items[selected]?.scrollIntoView({ block: "nearest" });
}

function open(item: Element | undefined): void {
  const address = (item as HTMLElement | undefined)?.dataset["address"];
  if (!address) return;
  dialog.close();
  location.href = new URL(address, here).href;
}

input.addEventListener("input", show);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") select(selected + 1);
  else if (event.key === "ArrowUp") select(selected - 1);
  else if (event.key === "Enter") open(list.children[selected]);
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // outside, on the backdrop
});

show();
dialog.showModal();
