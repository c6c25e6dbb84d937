import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Place, run } from "./command.ts";
import { publishInstalled } from "./installed.ts";

const folder = fileURLToPath(new URL("../registry", import.meta.url));
/** A proxy that is not there, so that a request to any other machine fails. */
const nowhere = "http://127.0.0.1:9";

/** Yarn, which needs no installation of its own. */
export const yarn = `${folder}/node_modules/@yarnpkg/cli-dist/bin/yarn.js`;

export interface Registry {
  /** The environment of somebody who may install, and reaches nothing else. */
  reader: Place["env"];
  /** The environment of somebody who may publish, too. */
  publisher: Place["env"];
  close(): void;
}

/**
 * Installs Verdaccio beside the workspace, and starts it on a free port. It knows no other registry, and has what our
 * packages depend on, as it is installed here. Everything is stored in a folder, the caches of the package managers too.
 */
export async function startRegistry(storage: string): Promise<Registry> {
  const env = process.env as Place["env"];
  const flags = ["--frozen-lockfile", "--ignore-scripts", "--prefer-offline"];
  await run({ cwd: folder, env }, "pnpm", "install", ...flags);
  const { runServer } = await import(`${folder}/node_modules/verdaccio/build/index.mjs`);
  const server: Server = await runServer({
    self_path: storage,
    storage: `${storage}/packages`,
    auth: { htpasswd: { file: `${storage}/users` } },
    security: { api: { jwt: { sign: { expiresIn: "1h" } } } }, // else each request costs a bcrypt
    packages: { "**": { access: "$all", publish: "$authenticated" } },
    max_body_size: "50mb",
    log: { type: "stdout", level: "fatal" },
    web: { enable: false },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const token = await tokenOf(url);
  await publishInstalled(url, token);
  return {
    reader: await environment(`${storage}/reader`, [`registry=${url}`], {
      npmRegistryServer: url,
      unsafeHttpWhitelist: ["127.0.0.1"],
      npmMinimalAgeGate: 0, // minutes: all was published just now
      httpsProxy: nowhere, // it does not read HTTPS_PROXY
      enableTelemetry: false,
    }),
    publisher: await environment(`${storage}/publisher`, [
      `registry=${url}`,
      `//${new URL(url).host}/:_authToken=${token}`,
    ]),
    close: () => server.close().closeAllConnections(),
  };
}

/** Makes a home with an `.npmrc` and a `.yarnrc.yml`, and the environment that makes programs use it. */
async function environment(home: string, npmrc: string[], yarnrc = {}): Promise<Place["env"]> {
  await mkdir(home, { recursive: true });
  await writeFile(`${home}/.yarnrc.yml`, JSON.stringify(yarnrc));
  await writeFile(
    `${home}/.npmrc`,
    [...npmrc, "audit=false", "fund=false", "update-notifier=false"].join("\n"),
  );
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: "127.0.0.1",
    NO_COLOR: "1",
    npm_config_userconfig: `${home}/.npmrc`,
    pnpm_config_verify_deps_before_run: "false", // or pnpm would install what is there already
  };
}

/** Signs a user up. */
async function tokenOf(registry: string): Promise<string> {
  const response = await fetch(`${registry}-/user/org.couchdb.user:publisher`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "publisher", password: crypto.randomUUID() }),
  });
  return ((await response.json()) as { token: string }).token;
}
