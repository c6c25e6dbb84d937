// A process for the tests would hold 100 MB more than a thread does.
export default {
  test: { pool: "threads", maxWorkers: 1, isolate: false, testTimeout: 120_000, hookTimeout: 120_000 },
};
