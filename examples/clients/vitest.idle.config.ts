import config from "./vitest.config.ts";

/** The tests whose verdicts need a machine that does nothing else. `.ci/run` runs them alone. */
export default { ...config, test: { ...config.test, include: ["*.idle.ts"] } };
