// Checks types while the compiler ends, as it does where Ctrl-C reaches it first.

import { setTimeout } from "node:timers/promises";
import { Types } from "../src/types.ts";
import { descendants } from "./processes.ts";

const types = new Types();
const { signal } = new AbortController();
await types.check([], signal);
for (const { id } of descendants(process.pid)) process.kill(id, "SIGKILL");
for (const end = performance.now() + 100; performance.now() < end; ); // what it leaves is not read meanwhile
const check = types.check(["packages/client/src/http.ts"], signal).catch(() => {});
await Promise.race([check, setTimeout(500)]); // it fails, or never ends
await types.close();
console.log("closed");
