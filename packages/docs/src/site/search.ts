import MiniSearch, { type SearchResult } from "minisearch";
import { excerptOf } from "./excerpt.ts";
import { memory } from "./memory.ts";
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
<ul id="search-results" role="listbox" aria-label="Results"></ul><p role="status"></p>
<p><label><input type="checkbox"> The key / opens this search</label></p>`;
document.body.append(dialog);

const input = dialog.querySelector("input") as HTMLInputElement;
const list = dialog.querySelector("ul") as HTMLUListElement;
const status = dialog.querySelector("p") as HTMLParagraphElement;
const slash = dialog.querySelector("[type=checkbox]") as HTMLInputElement;
let selected = 0;

slash.checked = memory?.getItem("slash") !== "off";
slash.addEventListener("change", () => memory?.setItem("slash", slash.checked ? "on" : "off"));

function show(): void {
  const query = input.value.trim();
  const results = query ? index.search(query).slice(0, 12) : [];
  const { length } = results;
  list.replaceChildren(...results.map(optionOf));
  list.hidden = length === 0;
  input.ariaExpanded = String(!list.hidden);
  select(0);
  if (query) status.textContent = length > 0 ? `Results: ${length}` : `Nothing found for “${query}”.`;
  else status.textContent = "Arrow keys choose, Enter opens, Escape closes.";
}

function optionOf({ id, title, page, text, terms }: SearchResult, place: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `search-result-${place}`;
  item.role = "option";
  item.dataset["address"] = id;
  const detail = document.createElement("span");
  const excerpt = excerptOf(text, input.value.trim(), terms).map((piece, index) =>
    index % 2 === 1 ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece,
  );
  detail.append(page === title ? "" : `${page}: `, ...excerpt);
  item.append(title, detail);
  item.addEventListener("click", () => {
    dialog.close();
    location.href = new URL(id, here).href;
  });
  return item;
}

function select(place: number): void {
  const items = [...list.children] as HTMLLIElement[];
  selected = items.length === 0 ? 0 : (place + items.length) % items.length;
  for (const [own, item] of items.entries()) item.ariaSelected = String(own === selected);
  input.setAttribute("aria-activedescendant", items[selected]?.id ?? "");
  items[selected]?.scrollIntoView({ block: "nearest" });
}

input.addEventListener("input", show);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") select(selected + 1);
  else if (event.key === "ArrowUp") select(selected - 1);
  else if (event.key === "Enter") (list.children[selected] as HTMLElement | undefined)?.click();
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // outside, on the backdrop
});

show();
dialog.showModal();
