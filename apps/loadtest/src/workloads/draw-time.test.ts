import { expect, it } from "vitest";
import type { Distribution } from "../scenario/distribution.ts";
import { drawTime } from "./draw-time.ts";
import { seedRandom } from "./random.ts";

function draw(distribution: Distribution, seed = 1): number[] {
  const random = seedRandom(seed);
  return Array.from({ length: 20_000 }, () => drawTime(distribution, random)).sort((a, b) => a - b);
}

function at(sorted: readonly number[], ratio: number): number {
  return sorted[Math.floor(sorted.length * ratio)] ?? Number.NaN;
}

it("draws a constant always", () => {
  expect(new Set(draw({ kind: "constant", value: 250 }))).toEqual(new Set([250]));
});

it("draws evenly between two times", () => {
  const times = draw({ kind: "uniform", min: 100, max: 300 });
  expect(at(times, 0)).toBeGreaterThanOrEqual(100);
  expect(times.at(-1)).toBeLessThan(300);
  expect(Math.abs(at(times, 0.25) - 150)).toBeLessThan(5);
});

it("draws exponential times by their mean", () => {
  const times = draw({ kind: "exponential", mean: 1_000 });
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  expect(Math.abs(mean - 1_000)).toBeLessThan(40);
  expect(Math.abs(at(times, 0.5) - 1_000 * Math.LN2)).toBeLessThan(40);
  expect(at(times, 0)).toBeGreaterThanOrEqual(0);
});

it("draws log-normal times by their median and their 95th percentile", () => {
  const times = draw({ kind: "log-normal", median: 2_000, p95: 8_000 });
  expect(Math.abs(at(times, 0.5) / 2_000 - 1)).toBeLessThan(0.05);
  expect(Math.abs(at(times, 0.95) / 8_000 - 1)).toBeLessThan(0.05);
});

it("draws the same for the same seed", () => {
  const distribution = { kind: "log-normal", median: 2_000, p95: 8_000 } as const;
  expect(draw(distribution, 7)).toEqual(draw(distribution, 7));
  expect(draw(distribution, 7)).not.toEqual(draw(distribution, 8));
});

it("draws nothing that a timer can't wait for", () => {
  const longest = draw({ kind: "exponential", mean: 86_400_000 }).at(-1);
  expect(longest).toBe(86_400_000);
});
