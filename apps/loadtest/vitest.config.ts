import { fileURLToPath } from "node:url";
import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    // Runs take seconds, and a minute on a machine that is busy with other things.
    testTimeout: 180_000,
    // Most of that time they wait: several at once take hardly longer than one.
    maxWorkers: 3,
    maxConcurrency: 7,
    isolate: false,
    // The threads and processes of a run share what Node makes of the sources: they start in half the time.
    env: {
      // A job that runs the tests is not what they are about.
      GITHUB_STEP_SUMMARY: "",
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.compile-cache", import.meta.url)),
    },
  },
};
