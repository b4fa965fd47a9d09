import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  // The clients run side by side: their tests wait for most of their time, some of them for half a minute.
  test: { ...sharedConfig.test, maxWorkers: 3, maxConcurrency: 30 },
};
