import { fileURLToPath } from "node:url";
import { sharedConfig } from "../../vitest.shared.ts";

/** Threads and processes of the tests start from what `command-under-test.ts` has built: the built file locates it. */
const builtChildScripts = {
  find: /^\.\.\/child-scripts\.ts$/,
  replacement: fileURLToPath(new URL(".build/child-scripts.js", import.meta.url)),
};

export default {
  ...sharedConfig,
  resolve: { ...sharedConfig.resolve, alias: [builtChildScripts] },
  test: {
    ...sharedConfig.test,
    globalSetup: "test/support/command-under-test.ts",
    // Runs take seconds, and a minute on a machine that is busy with other things.
    testTimeout: 180_000,
    // Most of that time they wait: several at once take hardly longer than one.
    maxWorkers: 3,
    maxConcurrency: 7,
    // A job that runs the tests is not what they are about.
    env: { ...sharedConfig.test.env, GITHUB_STEP_SUMMARY: "" },
  },
};
