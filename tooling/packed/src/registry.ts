import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Place, run } from "./command.ts";

const folder = fileURLToPath(new URL("../registry", import.meta.url));
const scope = "@qoder";
const { npm_config_registry = "https://registry.npmjs.org/" } = process.env;
/** What of this machine's environment a program gets: how to find other programs and the network. */
const inherited = ["PATH", "HTTP_PROXY", "HTTPS_PROXY", "NODE_EXTRA_CA_CERTS"];

/** Yarn, which needs no installation of its own. */
export const yarn = `${folder}/node_modules/@yarnpkg/cli-dist/bin/yarn.js`;

export interface Registry {
  /** The environment of somebody who may install: packages of our scope from here, others from the npm registry. */
  reader: Place["env"];
  /** The environment of somebody who may publish, too. */
  publisher: Place["env"];
  close(): void;
}

/**
 * Installs Verdaccio beside the workspace, and starts it on a free port. It has the packages of our scope and no
 * others. Everything is stored in a folder, the caches of the package managers too.
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
    packages: { [`${scope}/*`]: { access: "$all", publish: "$authenticated" } },
    log: { type: "stdout", level: "fatal" },
    web: { enable: false },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    reader: await environment(
      `${storage}/reader`,
      [`registry=${npm_config_registry}`, `${scope}:registry=${url}`],
      {
        npmRegistryServer: npm_config_registry,
        npmScopes: { [scope.slice(1)]: { npmRegistryServer: url } },
        unsafeHttpWhitelist: ["127.0.0.1"],
        npmPreapprovedPackages: [`${scope}/*`], // though published just now
        enableTelemetry: false,
      },
    ),
    publisher: await environment(`${storage}/publisher`, [
      `registry=${url}`, // for every package, so that nothing can be published elsewhere
      `//${new URL(url).host}/:_authToken=${await tokenOf(url)}`,
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
    ...Object.fromEntries(
      inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
    HOME: home,
    NO_COLOR: "1",
    npm_config_userconfig: `${home}/.npmrc`,
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
