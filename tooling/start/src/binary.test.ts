import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { objectionTo } from "./binary.mjs";

const installed = fileURLToPath(new URL("../../../node_modules/node/bin/node", import.meta.url));
const other = fileURLToPath(import.meta.url);

test("the installed Node is the known one", () => {
  expect(objectionTo(installed)).toBeUndefined();
});

test("another file in its place is named, with both checksums", () => {
  const said = objectionTo(other, "linux-x64");
  expect(said).toMatch(
    /binary\.test\.ts is not the known Node for linux-x64: .*[0-9a-f]{64}; received [0-9a-f]{64}\./,
  );
});

test("a platform without a checksum is not checked", () => {
  expect(objectionTo(other, "darwin-arm64")).toBeUndefined();
});
