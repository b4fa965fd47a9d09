import { expect, it } from "vitest";
import { ENDING_CASES } from "../src/selftest/ending-cases.ts";
import { Outcome } from "../src/selftest/finding.ts";
import { proveCase } from "../src/selftest/run-selftest.ts";
import { BREAKING_CASE, COUNTED_CASES } from "../src/selftest/selftest-case.ts";

// The times are left to the command, in a job of its own: other tests beside it would be measured as well.
it.concurrent.each([...COUNTED_CASES, ...ENDING_CASES, BREAKING_CASE])(
  "finds exactly what is built in: a server that $name",
  async (selftestCase) => {
    const { findings } = await proveCase(selftestCase, () => undefined);
    // On a machine that is too busy the tester judges nobody, and says so: that is not wrong.
    expect(findings.filter(({ outcome }) => outcome === Outcome.Wrong)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  },
);
