import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("../server", import.meta.url));
const install = [
  "install",
  "--ignore-workspace",
  "--ignore-scripts",
  "--prefer-offline",
  "--frozen-lockfile",
];

/**
 * Installs turborepo-remote-cache beside the workspace, and starts it on a free port, with its storage in a folder.
 * `downloads` has the status of each answer to whoever wanted an artifact.
 */
export async function startServer(storage: string, token: string) {
  await promisify(execFile)("pnpm", install, { cwd: folder });
  const { createApp } = await import(`${folder}/node_modules/turborepo-remote-cache/dist/app.js`);
  const app = createApp({
    logger: false,
    configOverrides: {
      TURBO_TOKEN: token,
      // Without any value, the server loses the signatures. It checks none, so it needs no key.
      TURBO_REMOTE_CACHE_SIGNATURE_KEY: "any",
      STORAGE_PATH: storage,
      STORAGE_PATH_USE_TMP_FOLDER: false,
    },
  });
  const downloads: number[] = [];
  app.addHook(
    "onResponse",
    async ({ method, url }: Record<"method" | "url", string>, { statusCode }: { statusCode: number }) => {
      if (method === "GET" && !url.includes("/artifacts/status")) downloads.push(statusCode);
    },
  );
  const url: string = await app.listen({ host: "127.0.0.1", port: 0 });
  return { url, downloads, close: (): Promise<void> => app.close() };
}
