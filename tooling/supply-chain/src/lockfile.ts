import { parse } from "yaml";

interface Lockfile {
  packages?: Record<string, { resolution: Record<string, string> }>;
}

const release = /^(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*$/;
const sha512 = /^sha512-[\w+/]{86}==$/;

/** What a `pnpm-lock.yaml` lets in that is no release of the registry with a checksum: a sentence for each package. */
export function lockfileProblems(file: string, text: string): string[] {
  const { packages = {} } = parse(text) as Lockfile;
  return Object.entries(packages).flatMap(([name, { resolution }]) => {
    const { integrity = "", ...from } = resolution;
    const problems = [];
    if (!release.test(name)) problems.push("is no version of a package, such as yaml@2.0.0");
    if (Object.keys(from).length > 0)
      problems.push(`comes from ${JSON.stringify(from)} and not from the registry`);
    if (!sha512.test(integrity)) problems.push(`has no SHA-512 checksum, but "${integrity}"`);
    return problems.map((problem) => `${file}: ${name} ${problem}.`);
  });
}
