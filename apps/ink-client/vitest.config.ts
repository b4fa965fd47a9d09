import { BaseSequencer, type TestSpecification } from "vitest/node";
import { sharedConfig } from "../../vitest.shared.ts";

/** Starts the files first that compute for longest: none of them is left over at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /\/(hostile|hostile-log|plain|wide)\.test\.ts$/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default {
  ...sharedConfig,
  // React runs as it does for users: while it checks itself, a frame takes twice as long.
  oxc: { jsx: { runtime: "automatic", development: false } },
  test: {
    ...sharedConfig.test,
    globalSetup: ["test/support/build-command.ts"],
    testTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    // Half of the files compute, the others wait for processes and terminals.
    maxWorkers: 3,
    maxConcurrency: 6,
    // Frames are short-lived objects: with room for them, they are gone before anything is copied.
    execArgv: ["--max-semi-space-size=64"],
    // A chat within a test remembers nothing, as where no folder can be.
    env: {
      ...sharedConfig.test.env,
      NODE_ENV: "production",
      XDG_CONFIG_HOME: "/dev/null",
      XDG_STATE_HOME: "/dev/null",
      LC_ALL: "C.UTF-8",
    },
  },
};
