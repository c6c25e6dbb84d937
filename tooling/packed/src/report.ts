import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

/** What a declaration file exports and all that this refers to, sorted and without comments. */
export async function reportOf(folder: string, declarations: string): Promise<string> {
  const out = await mkdtemp(`${tmpdir()}/api-`);
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${folder}/package.json`,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: `${folder}/${declarations}`,
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: { extends: `${folder}/tsconfig.json`, include: [], files: [declarations] },
      },
      apiReport: {
        enabled: true,
        reportFileName: "report",
        reportFolder: out,
        reportTempFolder: `${out}/temp`,
        includeForgottenExports: true, // a change of what an exported type extends is a change of that type
      },
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
  try {
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback(message) {
        message.handled = true;
      },
    });
    const report = await readFile(config.reportFilePath, "utf8");
    const [, code = ""] = /```ts\n(.*)```/s.exec(report) ?? [];
    // The value of a constant is no promise: a version changes with each release.
    return code
      .replace(/^ *\/\/.*\n/gm, "")
      .replace(/^(export const \w+) = ".*";$/gm, "$1: string;")
      .trim();
  } finally {
    await rm(out, { recursive: true });
  }
}
