import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  // Two clusters start and stop in the time of one. Of more, the servers could take one another for dead.
  test: { ...sharedConfig.test, maxConcurrency: 2 },
};
