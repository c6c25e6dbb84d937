// Starts the mock as a process of its own, for the benchmark, and prints where it listens.
import { startMock } from "@qoder/work-mock";

const begin = performance.now();
const mock = await startMock();
console.log(`ready in ${performance.now() - begin} ms, listening on ${mock.url}`);
process.once("SIGTERM", () => mock.close());
