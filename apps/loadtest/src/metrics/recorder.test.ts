import fc from "fast-check";
import type { Histogram } from "hdr-histogram-js";
import { expect, it } from "vitest";
import { Measure } from "../result/measures.ts";
import { addHistograms, createHistogram, Recorder } from "./recorder.ts";

const TEN_MINUTES_US = 600_000_000;

function describeHistogram(histogram: Histogram): number[] {
  const percentiles = [0, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100];
  return [histogram.totalCount, histogram.mean, ...percentiles.map((at) => histogram.getValueAtPercentile(at))];
}

function merge(recorders: readonly Recorder[]): Map<Measure, Histogram> {
  const sum = new Map<Measure, Histogram>();
  for (const recorder of recorders) addHistograms(sum, recorder.take());
  return sum;
}

it("gives merged the same as one that recorded everything", () => {
  const times = fc.array(fc.oneof(fc.nat(2_000), fc.nat(TEN_MINUTES_US)), { maxLength: 80 });
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 5 }), (workers) => {
      const whole = createHistogram();
      const recorders = workers.map((worker) => {
        const recorder = new Recorder();
        for (const us of worker) {
          recorder.record(Measure.Message, us);
          whole.recordValue(us);
        }
        return recorder;
      });
      const merged = merge(recorders).get(Measure.Message) ?? createHistogram();
      expect(describeHistogram(merged)).toEqual(describeHistogram(whole));
    }),
    { numRuns: 60 },
  );
});

it("keeps three digits of each time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: TEN_MINUTES_US }), (us) => {
      const recorder = new Recorder();
      recorder.record(Measure.Answer, us);
      const value = merge([recorder]).get(Measure.Answer)?.getValueAtPercentile(50) ?? 0;
      expect(Math.abs(value - us)).toBeLessThanOrEqual(us / 1_000 + 1);
    }),
    { numRuns: 60 },
  );
});

it("gives each time once, and keeps what is measured apart", () => {
  const recorder = new Recorder();
  recorder.record(Measure.Message, 5);
  recorder.record(Measure.Answer, 7);
  expect(Object.keys(recorder.take()).sort()).toEqual([Measure.Answer, Measure.Message]);
  expect(recorder.take()).toEqual({});
  recorder.record(Measure.Message, 9);
  const again = merge([recorder]).get(Measure.Message);
  expect([again?.totalCount, again?.getValueAtPercentile(0), again?.maxValue]).toEqual([1, 9, 9]);
});

it("takes times that a clock can't mean for the nearest that it can", () => {
  const recorder = new Recorder();
  recorder.record(Measure.Connect, -3);
  recorder.record(Measure.Connect, TEN_MINUTES_US * 7);
  const histogram = merge([recorder]).get(Measure.Connect);
  expect(histogram?.getValueAtPercentile(0)).toBe(0);
  expect(histogram?.totalCount).toBe(2);
  expect(Math.abs((histogram?.maxValue ?? 0) - TEN_MINUTES_US)).toBeLessThanOrEqual(TEN_MINUTES_US / 1_000);
});
