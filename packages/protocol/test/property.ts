import fc from "fast-check";
import { it } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** How many cases a property was tried with. */
    generatedCases?: number;
  }
}

const { FAST_CHECK_RUNS = 5_000 } = process.env;

/** Cases of a whole share: few in a plain test run, a million in a run of the properties alone. */
const TOTAL_CASES = Number(FAST_CHECK_RUNS);

/** Tests a property with its share of the cases. The two readers' comparison has a whole one, all others together another. */
export function itHolds<Values>(title: string, share: number, property: fc.IPropertyWithHooks<Values>): void {
  it(title, ({ task }) => {
    let cases = 0;
    property.beforeEach(() => {
      cases++;
    });
    fc.assert(property, { numRuns: Math.ceil(TOTAL_CASES * share) });
    task.meta.generatedCases = cases;
  });
}
