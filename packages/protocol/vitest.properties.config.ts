import { mergeConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";
import { sharedConfig } from "../../vitest.shared.ts";
import type {} from "./test/property.ts";

/** Prints at the end of a run the number of cases that its properties were tried with. */
class GeneratedCasesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let cases = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) cases += test.meta().generatedCases ?? 0;
    }
    console.log(`${cases.toLocaleString("en")} generated cases`);
  }
}

/** Only the property tests, with as much time as twenty million generated cases need. FAST_CHECK_RUNS sets how many. */
export default mergeConfig(sharedConfig, {
  test: {
    include: ["test/**/*.property.test.ts"],
    testTimeout: 3 * 3_600_000,
    reporters: ["default", new GeneratedCasesReporter()],
  },
});
