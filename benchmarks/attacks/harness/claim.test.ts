import { describe, expect, it } from "vitest";
import { claimOfClients, claimTime, Verdict, verdictOf } from "./claim.ts";

describe("verdictOf", () => {
  it("passes when every claim is met", () => {
    expect(
      verdictOf([
        { what: "a", isMet: true },
        { what: "b", isMet: true },
      ]),
    ).toBe(Verdict.Passed);
  });

  it("fails by one unmet claim that nothing explains", () => {
    const explained = { what: "a", isMet: false, isExplained: true };
    expect(verdictOf([explained, { what: "b", isMet: false }])).toBe(Verdict.Failed);
  });

  it("does not judge when the machine explains every unmet claim", () => {
    expect(
      verdictOf([
        { what: "a", isMet: true },
        { what: "b", isMet: false, isExplained: true },
      ]),
    ).toBe(Verdict.NotJudged);
  });
});

describe("claimTime", () => {
  it("is met up to the bound", () => {
    expect(claimTime("p99", 50, 50, 0)).toMatchObject({ what: "p99 at most 50 ms (50.0 ms)", isMet: true });
    expect(claimTime("p99", 50.1, 50, 0)).toMatchObject({ isMet: false, isExplained: false });
  });

  it("is explained only when the rest, without the process's own lateness, keeps the bound", () => {
    expect(claimTime("p99", 80, 50, 30)).toMatchObject({ isMet: false, isExplained: true });
    expect(claimTime("p99", 2_000, 50, 30)).toMatchObject({ isMet: false, isExplained: false });
  });

  it("is not met when nothing was measured", () => {
    expect(claimTime("p99", Number.NaN, 50, 1_000)).toMatchObject({
      what: "p99 at most 50 ms (none came)",
      isMet: false,
      isExplained: false,
    });
  });
});

describe("claimOfClients", () => {
  it("is explained when the clients themselves stood still for a second", () => {
    expect(claimOfClients("nobody is cut off", false, { p99Ms: 5, maxMs: 999 }).isExplained).toBe(false);
    expect(claimOfClients("nobody is cut off", false, { p99Ms: 5, maxMs: 1_000 }).isExplained).toBe(true);
  });
});
