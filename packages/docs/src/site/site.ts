/** What every page does beyond HTML: copy buttons, and the search, which is loaded when it is first wanted. */

for (const block of document.querySelectorAll<HTMLElement>(".code")) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "copy",
    textContent: "Copy",
    ariaLabel: `Copy: ${block.firstElementChild?.ariaLabel}`,
  });
  button.addEventListener("click", async () => {
    const copied = await copy(block.querySelector("code")?.textContent ?? "");
    button.textContent = copied ? "Copied" : "Not allowed";
    button.dataset["copied"] = "";
    setTimeout(() => {
      button.textContent = "Copy";
      delete button.dataset["copied"];
    }, 2_000);
  });
  block.append(button);
}

const copy = (text: string) =>
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );

function openSearch(): void {
  const loaded = document.querySelector<HTMLDialogElement>("dialog.search");
  if (loaded) {
    if (!loaded.open) loaded.showModal();
    return;
  }
  document.head.append(Object.assign(document.createElement("script"), { src: "search.js" }));
}

document.querySelector(".search-open")?.addEventListener("click", openSearch);
document.addEventListener("keydown", (event) => {
  const typing = (event.target as Element).closest("input, select, textarea, dialog");
  const wanted =
    ((event.ctrlKey || event.metaKey) && event.key === "k") ||
    (event.key === "/" && !typing && !event.ctrlKey);
  if (!wanted) return;
  event.preventDefault();
  openSearch();
});
