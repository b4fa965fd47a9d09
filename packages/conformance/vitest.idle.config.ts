import config from "./vitest.config.ts";

/** The tests whose verdicts need a machine that does nothing else. `.ci/run` runs them alone. */
export default {
  ...config,
  // A whole run takes 35 s, since some rules do.
  test: { ...config.test, include: ["test/**/*.idle.ts"], testTimeout: 300_000 },
};
