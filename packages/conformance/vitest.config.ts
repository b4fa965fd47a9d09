import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    // Most files wait for sockets and processes: more of them than there are cores run at once.
    maxWorkers: 4,
  },
};
