import { describe, expect, it } from "vitest";
import { someNow } from "../../test/fake-admin.ts";
import type { Now } from "./contract.ts";
import { addSample, growth, rates, type Sample, WINDOW_MS } from "./samples.ts";

const sampleAt = (at: number, messagesIn: number): Sample => {
  const now = someNow();
  return { at, now: { ...now, uptimeMs: at, totals: { ...now.totals, messagesIn } } };
};
const messagesIn = ({ totals }: Now) => totals.messagesIn;

/** A sample each second, and 10 messages between two. */
const steady = Array.from({ length: 120 }, (_, second) => sampleAt(second * 1_000, second * 10));

describe("samples", () => {
  it("keeps ten minutes", () => {
    let samples: readonly Sample[] = [];
    for (let second = 0; second <= 2_000; second++) samples = addSample(samples, sampleAt(second * 1_000, second));
    expect(samples).toHaveLength(WINDOW_MS / 1_000 + 1);
    expect(samples.at(-1)?.at).toBe(2_000_000);
  });

  it("begins anew when the server was started again", () => {
    const later = { ...sampleAt(500_000, 3), now: { ...someNow(), uptimeMs: 10 } };
    expect(addSample(steady, later)).toEqual([later]);
  });

  it("counts what was added in a span, or since the first sample", () => {
    expect(growth(steady, 60_000, (totals) => totals.messagesIn)).toBe(600);
    expect(growth(steady, 999_999, (totals) => totals.messagesIn)).toBe(1_190);
    expect(growth(steady.slice(0, 1), 60_000, (totals) => totals.messagesIn)).toBe(0);
    expect(growth([], 60_000, (totals) => totals.messagesIn)).toBe(0);
  });

  it("measures rates over some seconds, also when samples are missing", () => {
    expect(rates(steady, messagesIn).slice(0, 3)).toEqual([null, 10, 10]);
    expect(rates(steady, messagesIn).at(-1)).toBe(10);
    expect(rates([], messagesIn)).toEqual([]);
    const gap = [sampleAt(0, 0), sampleAt(1_000, 10), sampleAt(61_000, 610), sampleAt(61_000, 610)];
    expect(rates(gap, messagesIn)).toEqual([null, 10, 10, null]);
  });
});
