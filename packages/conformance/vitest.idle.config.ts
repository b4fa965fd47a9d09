import { sharedConfig } from "../../vitest.shared.ts";

/** The tests whose verdicts need a machine that does nothing else. `.ci/run` runs them alone. */
export default {
  ...sharedConfig,
  // A whole run takes 35 s, since some rules do.
  test: { ...sharedConfig.test, include: ["test/**/*.idle.ts"], testTimeout: 300_000 },
};
