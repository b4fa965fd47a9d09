import { describe, expect, it } from "vitest";
import { checkLines } from "./acceptance.ts";
import type { Metrics } from "./metrics.ts";

describe("checkLines", () => {
  it("keeps a line whose median keeps the limit", () => {
    expect(
      verdictOn("1 in flight: at most", { "chat-server": { dm1: [11, 11, 30] }, "node-relay": { dm1: [10, 10, 10] } }),
    ).toBe("met");
  });

  it("leaves a line open when the middle half of the rounds does not exclude the limit", () => {
    const ours = [10, 10, 10, 12, 12, 12, 12];
    expect(
      verdictOn("1 in flight: at most", { "chat-server": { dm1: ours }, "node-relay": { dm1: ours.map(() => 10) } }),
    ).toBe("open");
  });

  it("misses a line when the middle half of the rounds lies beyond the limit", () => {
    const ours = [10, 12, 12, 12, 12, 12, 12];
    expect(
      verdictOn("1 in flight: at most", { "chat-server": { dm1: ours }, "node-relay": { dm1: ours.map(() => 10) } }),
    ).toBe("missed");
  });

  it("compares rounds with one another, not medians", () => {
    // A machine that is twice as slow in every second round changes no ratio.
    const metrics = { "chat-server": { dm1: [10, 20, 10, 20, 10] }, "node-relay": { dm1: [10, 20, 10, 20, 10] } };
    expect(checkLines(metrics).find(({ text }) => text.includes("node-relay"))?.text).toBe(
      "Direct message, 1 in flight: at most 1.1 × node-relay — 1.00 (1.00–1.00)",
    );
  });

  it("wants more of joins, and not less", () => {
    const joins = (many: number) => ({ "chat-server": { "joins-5000": [1_000], "joins-18000": [many] } });
    expect(verdictOn("those at 5,000", joins(900))).toBe("met");
    expect(verdictOn("those at 5,000", joins(700))).toBe("missed");
  });

  it("judges nothing that was not measured", () => {
    expect(new Set(checkLines({}).map(({ verdict }) => verdict))).toEqual(new Set(["unmeasured"]));
  });
});

function verdictOn(part: string, metrics: Metrics): string | undefined {
  return checkLines(metrics).find(({ text }) => text.includes(part))?.verdict;
}
