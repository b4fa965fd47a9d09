import { expect, it } from "vitest";
import { constantRate, rateCurve } from "./rate-curve.ts";

it("spaces the messages of a constant rate evenly", () => {
  expect([0, 1, 2, 50].map(constantRate(50))).toEqual([0, 20_000, 40_000, 1_000_000]);
});

it("is the constant rate when nothing changes", () => {
  const dueTimes = rateCurve([{ durationMs: 2_000, fromRate: 50, rate: 50 }], 1);
  for (let message = 0; message < 500; message++) expect(dueTimes(message)).toBeCloseTo(message * 20_000, 3);
});

it("makes the part of the rate that it is asked for", () => {
  expect(rateCurve([{ durationMs: 2_000, fromRate: 50, rate: 50 }], 0.25)(10)).toBeCloseTo(800_000, 3);
});

it("goes evenly from one rate to another, and stays at the last one", () => {
  const segments = [
    { durationMs: 10_000, fromRate: 0, rate: 100 },
    { durationMs: 10_000, fromRate: 100, rate: 100 },
    { durationMs: 10_000, fromRate: 100, rate: 0.0001 },
  ];
  const dueTimes = rateCurve(segments, 1);
  const dueSeconds = Array.from({ length: 2_000 }, (_, message) => dueTimes(message) / 1e6);
  const countUntil = (seconds: number) => dueSeconds.filter((due) => due < seconds).length;
  // The sum of a ramp from 0 is half of the sum at its end's rate.
  expect(countUntil(5)).toBe(125);
  expect(countUntil(10)).toBe(500);
  expect(countUntil(15)).toBe(1_000);
  expect(countUntil(20)).toBe(1_500);
  // The third ramp ends a little above 0.
  expect(Math.abs(countUntil(25) - 1_875)).toBeLessThanOrEqual(1);
  expect(dueSeconds).toEqual(dueSeconds.toSorted((a, b) => a - b));
});

it("sends nothing at a rate of 0, and goes on behind it", () => {
  const segments = [
    { durationMs: 3_000, fromRate: 0, rate: 0 },
    { durationMs: 1_000, fromRate: 10, rate: 10 },
    { durationMs: 1_000, fromRate: 0, rate: 0 },
  ];
  const dueTimes = rateCurve(segments, 1);
  expect(Array.from({ length: 11 }, (_, message) => dueTimes(message) / 1e6)).toEqual([
    ...Array.from({ length: 10 }, (_, message) => expect.closeTo(3 + message / 10, 6)),
    Number.POSITIVE_INFINITY,
  ]);
});
