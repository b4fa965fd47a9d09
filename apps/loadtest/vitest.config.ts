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
    // A job that runs the tests is not what they are about.
    env: { ...sharedConfig.test.env, GITHUB_STEP_SUMMARY: "" },
  },
};
