// `node --permission-audit --import opened.mjs …` appends the files that the process has asked for to the file that
// OPENED names, also those that are not there.
import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";

const opened = new Set();
subscribe("node:permission-model:fs", ({ permission, resource }) => {
  if (permission === "FileSystemRead") opened.add(resolve(resource));
});
process.on("exit", () => appendFileSync(process.env.OPENED, `${[...opened].join("\n")}\n`));
