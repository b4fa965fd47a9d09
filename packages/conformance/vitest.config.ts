import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    // A whole run takes 35 s, since some rules do, and more on a busy machine.
    testTimeout: 240_000,
  },
};
