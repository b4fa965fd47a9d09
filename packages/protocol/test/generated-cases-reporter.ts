import type { Reporter, TestModule } from "vitest/node";
import type {} from "./property.ts";

/** Prints at the end of a run the number of cases that its properties were tried with. */
export class GeneratedCasesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let cases = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) cases += test.meta().generatedCases ?? 0;
    }
    console.log(`${cases.toLocaleString("en")} generated cases`);
  }
}
