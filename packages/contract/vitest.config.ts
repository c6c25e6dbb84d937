import { setFlagsFromString } from "node:v8";

// A thread holds 100 MB less than a process. Its heap is collected when it has doubled; V8 waits longer where there is memory.
setFlagsFromString("--heap-growing-percent=100");

export default {
  test: { pool: "threads", maxWorkers: 1, isolate: false, testTimeout: 120_000, hookTimeout: 120_000 },
};
