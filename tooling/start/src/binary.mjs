import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** SHA-256 of the binary that the package `node` of the catalog puts in place. It does so by itself, outside the lockfile. */
const checksums = {
  "linux-x64": "7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c",
  "linux-arm64": "0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584",
};

/** Says why a binary should not run; undefined if nothing speaks against it. */
export function objectionTo(file, platform = `${process.platform}-${process.arch}`) {
  const expected = checksums[platform];
  const received = expected && createHash("sha256").update(readFileSync(file)).digest("hex");
  if (received === expected) return undefined;
  const rule = `expected SHA-256 ${expected}; received ${received}`;
  return `${file} is not the known Node for ${platform}: ${rule}. For a new version, change tooling/start/src/binary.mjs.`;
}
