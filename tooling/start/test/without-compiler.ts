// Checks types after the compiler has ended, as it does where Ctrl-C reaches it first.

import { setTimeout } from "node:timers/promises";
import { TypeCheck } from "../src/type-check.ts";
import { descendants } from "./processes.ts";

const types = new TypeCheck();
const check = () => types.check().catch(() => {});
await types.update(["tooling/start/src/type-check.ts"]);
const first = check();
while (descendants(process.pid).length === 0) await setTimeout(10);
for (const { id } of descendants(process.pid)) process.kill(id, "SIGKILL");
for (const end = performance.now() + 100; performance.now() < end; ); // what it leaves is not read meanwhile
await Promise.race([first, check(), setTimeout(500)]); // they fail, or never end
await types.close();
console.log("closed");
