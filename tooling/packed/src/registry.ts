import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Place, run } from "./command.ts";

const folder = fileURLToPath(new URL("../registry", import.meta.url));
const { PATH = "", npm_config_registry = "https://registry.npmjs.org/" } = process.env;

/** Yarn, which needs no installation of its own. */
export const yarn = `${folder}/node_modules/@yarnpkg/cli-dist/bin/yarn.js`;

export interface Registry {
  /** The environment of somebody who may install; nothing of this machine's but the programs. */
  reader: Place["env"];
  /** The environment of somebody who may publish, too. */
  publisher: Place["env"];
  close(): void;
}

/**
 * Installs Verdaccio beside the workspace, and starts it on a free port. Our packages are only there; all others come
 * from the npm registry. Everything is stored in a folder, the caches of the package managers too.
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
    uplinks: { npm: { url: npm_config_registry, timeout: "60s" } },
    packages: {
      "@qoder/*": { access: "$all", publish: "$authenticated" },
      "**": { access: "$all", proxy: "npm" },
    },
    log: { type: "stdout", level: "fatal" },
    web: { enable: false },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { status } = await fetch(`${url}once`);
  if (status !== 200) {
    server.close();
    throw new Error(`Verdaccio gets no packages from ${npm_config_registry}. Is the network up?`);
  }
  return {
    reader: await environment(`${storage}/reader`, url),
    publisher: await environment(`${storage}/publisher`, url, await tokenOf(url)),
    close: () => server.close().closeAllConnections(),
  };
}

/** Makes a home with an `.npmrc`, and the environment that makes programs use it. */
async function environment(home: string, url: string, token?: string): Promise<Place["env"]> {
  const npmrc = [`registry=${url}`, "audit=false", "fund=false", "update-notifier=false"];
  if (token) npmrc.push(`//${new URL(url).host}/:_authToken=${token}`);
  await mkdir(home, { recursive: true });
  await writeFile(`${home}/.npmrc`, npmrc.join("\n"));
  return {
    PATH,
    HOME: home,
    NO_COLOR: "1",
    npm_config_userconfig: `${home}/.npmrc`,
    YARN_NPM_REGISTRY_SERVER: url,
    YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
    YARN_ENABLE_TELEMETRY: "0",
    YARN_NPM_MINIMAL_AGE_GATE: "0", // what was published just now, too
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
