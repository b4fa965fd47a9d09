import fc from "fast-check";
import { it } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** How many cases a property was tried with. */
    generatedCases?: number;
  }
}

/** Cases in all properties together: few in a plain test run, a million in a run of the properties alone. */
const TOTAL_CASES = Number(process.env["FAST_CHECK_RUNS"] ?? 10_000);

/** Tests a property with its share of all generated cases; the shares of all properties make 1. */
export function itHolds<Values extends [unknown, ...unknown[]]>(
  title: string,
  share: number,
  property: fc.IProperty<Values>,
): void {
  it(title, ({ task }) => {
    let cases = 0;
    const numRuns = Math.ceil(TOTAL_CASES * share);
    fc.assert(
      property.beforeEach(() => {
        cases++;
      }),
      { numRuns, interruptAfterTimeLimit: undefined },
    );
    task.meta.generatedCases = cases;
  });
}
