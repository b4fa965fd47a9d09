import { describe, expect, it } from "vitest";
import { MEASURES } from "./measures.ts";
import { compareBuilds } from "./regressions.ts";

describe("compareBuilds", () => {
  it("is worse when both quartiles of the nine ratios are above 1.05", () => {
    expect(compare("dm16", [9, 10, 10.6, 10.6, 10.6, 10.6, 10.6, 12, 30])).toEqual([
      { text: "Direct message, 16 in flight: 1.06 (1.06–1.06) × before — worse", isWorse: true },
    ]);
  });

  it("is not worse when a quartile is at 1.05 or below", () => {
    expect(compare("dm16", [9, 10, 10.5, 12, 12, 12, 12, 12, 12])).toEqual([
      { text: "Direct message, 16 in flight: 1.20 (1.05–1.20) × before — not worse", isWorse: false },
    ]);
  });

  it("compares rounds with one another, not medians", () => {
    // A machine that is twice as slow in every second round changes no ratio.
    const metrics = { "chat-server": { dm1: [10, 20, 10, 20] }, before: { dm1: [10, 20, 10, 20] } };
    expect(compareBuilds(metrics, ["before"], MEASURES)).toEqual([
      { text: "Direct message, 1 in flight: 1.00 (1.00–1.00) × before — not worse", isWorse: false },
    ]);
  });

  it("wants more of joins, and not less", () => {
    expect(compare("joins-5000", Array(9).fill(9))[0]?.isWorse).toBe(true);
    expect(compare("joins-5000", Array(9).fill(12))[0]?.isWorse).toBe(false);
  });

  it("says nothing of what was not measured of both", () => {
    expect(compareBuilds({ "chat-server": { dm1: [1] } }, ["before"], MEASURES)).toEqual([]);
  });
});

/** Today's metrics beside a build that has 10 in each round. */
function compare(measure: string, today: readonly number[]) {
  const metrics = { "chat-server": { [measure]: [...today] }, before: { [measure]: today.map(() => 10) } };
  return compareBuilds(metrics, ["before"], MEASURES);
}
