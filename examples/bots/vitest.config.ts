import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  // Tests mostly wait for bots: more of them than there are cores run at once.
  test: { ...sharedConfig.test, maxWorkers: 3 },
};
