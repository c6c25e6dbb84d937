import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";

/** Types and functions that call `fetch`; the output is relative to this file. */
export default defineConfig({
  root: ".",
  input: { path: process.env["SPEC"] ?? "" },
  output: { path: process.env["OUT"] ?? "", clean: true },
  plugins: [pluginOas(), pluginTs(), pluginClient({ client: "fetch" })],
});
