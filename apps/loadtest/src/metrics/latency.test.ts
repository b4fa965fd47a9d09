import fc from "fast-check";
import { expect, it } from "vitest";
import { summarizeLatency } from "./latency.ts";
import { createHistogram } from "./recorder.ts";

function summarize(timesUs: readonly number[], wanted: readonly number[] = []) {
  const histogram = createHistogram();
  for (const us of timesUs) histogram.recordValue(us);
  return summarizeLatency(histogram, wanted);
}

it("gives milliseconds of what was recorded in microseconds", () => {
  const latency = summarize(Array.from({ length: 1_000 }, (_, index) => (index + 1) * 10));
  expect(latency).toMatchObject({ count: 1_000, min: 0.01 });
  const expected = { mean: 5, p50: 5, p90: 9, p99: 9.9, p999: 9.99, max: 10 };
  for (const [name, ms] of Object.entries(expected)) {
    expect(latency[name as keyof typeof expected], name).toBeCloseTo(ms, 1);
  }
});

it("draws no finer than there are values to tell apart", () => {
  expect(summarize([500]).percentiles.map(([percentile]) => percentile)).toEqual([0, 100]);
  const finest = summarize(Array.from({ length: 1_500 }, () => 5)).percentiles.at(-2);
  expect(finest?.[0]).toBe(99.9);
});

it("has no percentile that lies beyond every value", () => {
  const times = Array.from({ length: 99 }, (_, index) => index);
  expect(summarize(times)).toMatchObject({ p90: expect.any(Number), p99: null, p999: null });
  expect(summarize([...times, 99])).toMatchObject({ p99: expect.any(Number), p999: null });
  expect(summarize(times.slice(0, 9))).toMatchObject({ p50: 0.004, p90: null });
});

it("adds the percentiles that are wanted, where there are values for them", () => {
  const { percentiles } = summarize(
    Array.from({ length: 1_000 }, (_, index) => (index + 1) * 1_000),
    [37, 95, 99.97],
  );
  const known = new Map(percentiles);
  expect(known.get(37)).toBeCloseTo(370, 0);
  expect(known.get(99.97)).toBeUndefined();
  expect(percentiles.filter(([percentile]) => percentile === 95)).toHaveLength(1);
});

it("gives a distribution that only rises, from the least to the most", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5_000_000), { minLength: 1, maxLength: 300 }), (timesUs) => {
      const { percentiles, min, max } = summarize(timesUs);
      const times = percentiles.map(([, ms]) => ms);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times[0]).toBe(min);
      expect(times.at(-1)).toBe(max);
    }),
    { numRuns: 50 },
  );
});
