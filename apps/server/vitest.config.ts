import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    globalSetup: "test/command-under-test.ts",
    // Tests mostly wait for processes. On two cores there would be one worker.
    maxWorkers: 3,
  },
};
