import { expect, it } from "vitest";
import { seedRandom } from "./random.ts";

function draw(seed: number, count: number): number[] {
  const random = seedRandom(seed);
  return Array.from({ length: count }, () => random());
}

it("draws the same numbers for the same seed, and others for another", () => {
  expect(draw(7, 20)).toEqual(draw(7, 20));
  expect(draw(7, 20)).not.toEqual(draw(8, 20));
});

it.each([0, 1, -1, 2 ** 31, 2 ** 32 + 5])("draws evenly from 0 up to, and without, 1 (seed %d)", (seed) => {
  const tenths = new Array<number>(10).fill(0);
  for (const number of draw(seed, 20_000)) {
    expect(number).toBeGreaterThanOrEqual(0);
    expect(number).toBeLessThan(1);
    tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(250);
});
