import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: { globalSetup: ["test/support/build-command.ts"], testTimeout: 30_000 },
};
