import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  // React runs as it does for users: while it checks itself, a frame takes twice as long.
  oxc: { jsx: { runtime: "automatic", development: false } },
  test: {
    ...sharedConfig.test,
    globalSetup: ["test/support/build-command.ts"],
    // Tests that run at once wait for terminals, and hardly for one another.
    maxConcurrency: 12,
    env: { NODE_ENV: "production" },
  },
};
