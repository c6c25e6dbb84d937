// `pnpm conformance`: compares a live server with the spec.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { conformanceOf } from "./conformance.ts";
import { readContract } from "./contract.ts";
import { judgeOf } from "./judge.ts";
import { help, optionsOf } from "./options.ts";
import { redacted } from "./redact.ts";
import { hasFailed, junitOf, tableOf } from "./report.ts";

const { stderr } = process;
const showProgress = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);

try {
  process.exitCode = await main();
} catch (error) {
  const { message } = error as Error;
  console.error(`conformance: ${redacted(message, process.env["QODER_PAT"] ?? "")}`);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const contract = await readContract(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
  const options = optionsOf(process.argv.slice(2), process.env["QODER_PAT"], contract);
  if (!options) {
    process.stdout.write(help);
    return 0;
  }
  const { strict, json, junit } = options;
  const report = await conformanceOf({
    ...options,
    operations: contract.operations,
    judge: await judgeOf(contract),
    pause: 250,
    progress: showProgress,
  });
  showProgress("");
  console.log(json ? JSON.stringify(report, null, 2) : tableOf(report));
  if (junit) writeFileSync(junit, junitOf(report, strict));
  switch (report.stopped) {
    case "token":
      console.error("conformance: the server refused the token in QODER_PAT, so nothing more was sent.");
      return 3;
    case "connection":
      console.error(`conformance: ${report.server} did not answer. Check --base-url and the network.`);
      return 6;
    default:
      return report.rows.some((row) => hasFailed(row, strict)) ? 1 : 0;
  }
}
