import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listen } from "@qoder/work-codegen/test/server.ts";
import type { Place } from "../run.ts";
import { dependencies, type Manifest } from "./dependencies.ts";

/** All that a registry says of a package, which npm calls a packument. */
interface Packument {
  name: string;
  "dist-tags": Record<string, string>;
  versions: Record<string, Manifest & { dist: object }>;
  _attachments?: Record<string, { data: string }>;
}

/** A proxy that is not there, so that a request to any other machine fails. */
const nowhere = "http://127.0.0.1:9";
const token = crypto.randomUUID();

export interface Registry {
  packuments: Map<string, Packument>;
  /** The environment of somebody who may install, and reaches nothing else. */
  reader: Place["env"];
  /** The environment of somebody who may publish, too. */
  publisher: Place["env"];
  close(): Promise<void>;
}

/**
 * Starts a registry on a free port. It has what our packages depend on, and what is published to it, and knows no
 * other registry. The caches of the package managers are in a folder.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const packuments = new Map<string, Packument>();
  const tarballs = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url?.slice(1) ?? "");
    if (request.method === "PUT" && request.headers.authorization === `Bearer ${token}`) {
      add((await json(request)) as Packument);
      response.writeHead(201).end("{}");
    } else {
      const found = tarballs.get(path) ?? JSON.stringify(packuments.get(path));
      response.writeHead(found ? 200 : 404).end(found ?? "{}");
    }
  });
  const listening = await listen(server);
  const url = `${listening.url}/`;

  function add({ _attachments = {}, ...packument }: Packument): void {
    const { versions } = packuments.get(packument.name) ?? {};
    packuments.set(packument.name, { ...packument, versions: { ...versions, ...packument.versions } });
    for (const [file, { data }] of Object.entries(_attachments))
      tarballs.set(`${packument.name}/-/${file}`, Buffer.from(data, "base64"));
  }

  for (const { manifest, tarball } of await dependencies()) {
    const { name, version } = manifest;
    const path = `${name}/-/${version}.tgz`;
    tarballs.set(path, tarball);
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const { preinstall, install, postinstall } = manifest.scripts ?? {};
    const hasInstallScript = Boolean(preinstall ?? install ?? postinstall);
    const dist = { tarball: url + path, integrity };
    const versions = { [version]: { ...manifest, hasInstallScript, dist } };
    add({ name, "dist-tags": { latest: version }, versions });
  }
  const npmrc = [`registry=${url}`, "audit=false", "fund=false", "update-notifier=false"];
  return {
    packuments,
    reader: await environment(`${folder}/reader`, npmrc),
    publisher: await environment(`${folder}/publisher`, [
      ...npmrc,
      `//${new URL(url).host}/:_authToken=${token}`,
    ]),
    close: () => listening[Symbol.asyncDispose](),
  };
}

/** Makes a home with an `.npmrc`, and the environment that makes programs use it. */
async function environment(home: string, npmrc: string[]): Promise<Place["env"]> {
  await mkdir(home);
  await writeFile(`${home}/.npmrc`, npmrc.join("\n"));
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    NODE_COMPILE_CACHE: `${home}/compiled`,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: "127.0.0.1",
    NO_COLOR: "1",
    npm_config_userconfig: `${home}/.npmrc`,
    pnpm_config_verify_deps_before_run: "false", // or pnpm would install what is there already
  };
}
