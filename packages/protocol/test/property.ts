import fc from "fast-check";
import { it } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** The number of cases a property was tried with. */
    generatedCases?: number;
  }
}

const { FAST_CHECK_RUNS = 2_000 } = process.env;

/** Number of cases at a share of 1: few in a plain test run, a million in a run of the properties alone. */
const TOTAL_CASES = Number(FAST_CHECK_RUNS);

/** Tests a property with a share of the cases. The comparison of the two readers has a whole one, the others together another. */
export function itHolds<Values>(title: string, shareOfCases: number, property: fc.IPropertyWithHooks<Values>): void {
  it(title, ({ task }) => {
    let cases = 0;
    property.beforeEach(() => {
      cases++;
    });
    fc.assert(property, { numRuns: Math.ceil(TOTAL_CASES * shareOfCases) });
    task.meta.generatedCases = cases;
  });
}
