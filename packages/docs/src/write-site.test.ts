import { mkdtempDisposable, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { api } from "../test/api.ts";
import { siteOf, writeSite } from "./write-site.ts";

test("a site replaces an earlier one: what is the same stays, other files go, and the page of Redoc stays", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "site-"));
  const file = (name: string) => join(folder.path, name);
  const site = siteOf(api);
  await writeSite(site, folder.path);
  const files = await readdir(folder.path);
  const [before, styles] = [await stat(file("errors.html")), await readFile(file("site.css"), "utf8")];
  for (const name of ["removedOperation.html", "redoc.html", "site.css"]) await writeFile(file(name), "Old");
  await writeSite(site, folder.path);
  expect((await readdir(folder.path)).toSorted()).toStrictEqual([...files, "redoc.html"].toSorted());
  expect((await stat(file("errors.html"))).mtimeMs).toBe(before.mtimeMs);
  expect(await readFile(file("redoc.html"), "utf8")).toBe("Old");
  expect(await readFile(file("site.css"), "utf8")).toBe(styles);
});
