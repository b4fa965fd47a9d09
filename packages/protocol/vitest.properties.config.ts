import { mergeConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";
import { GeneratedCasesReporter } from "./test/generated-cases-reporter.ts";

/** Only the property tests, with as much time as a million generated cases need. FAST_CHECK_RUNS sets how many. */
export default mergeConfig(sharedConfig, {
  test: {
    include: ["test/**/*.property.test.ts"],
    testTimeout: 20 * 60_000,
    reporters: ["default", new GeneratedCasesReporter()],
  },
});
