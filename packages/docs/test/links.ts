import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeHTMLStrict } from "entities";

/** Links of a site that lead nowhere, and ids that a page has twice. The page of Redoc may be missing. */
export async function faultsOfLinks(folder: string): Promise<string[]> {
  const files = [...(await readdir(folder, { recursive: true })), "redoc.html"];
  const pages = files.filter((file) => file.endsWith(".html") && file !== "redoc.html");
  const texts = new Map<string, string>();
  for (const page of pages) texts.set(page, await readFile(join(folder, page), "utf8"));
  const all = (page: string, pattern: RegExp) =>
    [...(texts.get(page) ?? "").matchAll(pattern)].map(([, text = ""]) => decodeHTMLStrict(text));
  const ids = new Map(pages.map((page) => [page, all(page, / id="([^"]+)"/g)]));
  return pages.flatMap((page) => {
    const own = ids.get(page) ?? [];
    const dead = all(page, / (?:href|src)="([^"]*)"/g).filter((link) => {
      if (/^(https?:|data:|\/)/.test(link)) return false;
      const [file = "", fragment] = link.split("#");
      if (file && !files.includes(file)) return true;
      // The parts of Redoc come by script.
      return fragment && file !== "redoc.html" && !ids.get(file || page)?.includes(fragment);
    });
    const twice = own.filter((id, index) => own.indexOf(id) !== index);
    return [
      ...dead.map((link) => `${page} links to ${link}`),
      ...twice.map((id) => `${page} has ${id} twice`),
    ];
  });
}
