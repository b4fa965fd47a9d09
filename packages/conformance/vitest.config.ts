import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    globalSetup: "test/support/command-under-test.ts",
    // Most tests wait for programs: some for the 20 s that the kit gives one to answer.
    maxWorkers: 4,
    maxConcurrency: 8,
  },
};
