import { expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

it.each([
  { taken: 9, isDry: false },
  { taken: 10, isDry: true },
  { taken: 11, isDry: true },
])("is dry after $taken of a burst of 10: $isDry", ({ taken, isDry }) => {
  const bucket = new TokenBucket(10, 10, 0);
  bucket.take(taken);
  expect(bucket.isDry).toBe(isDry);
});

it("has a token again once the time for one is over", () => {
  const bucket = new TokenBucket(10, 1, 0);
  bucket.take(1);
  expect([60, 99, 100].map((now) => isDryAt(bucket, now))).toEqual([true, true, false]);
});

it("lets a debt be waited for", () => {
  const bucket = new TokenBucket(1_000, 100, 0);
  bucket.take(5_100);
  expect([5_000, 5_001].map((now) => isDryAt(bucket, now))).toEqual([true, false]);
});

it("never holds more than the burst, however long it rests", () => {
  const bucket = new TokenBucket(10, 5, 0);
  bucket.take(5);
  bucket.fill(1_000_000);
  bucket.take(4);
  expect(bucket.isDry).toBe(false);
  bucket.take(1);
  expect(bucket.isDry).toBe(true);
});

it("gives over a long time what its rate says, whatever the steps", () => {
  const bucket = new TokenBucket(100, 20, 0);
  let taken = 0;
  for (let now = 0; now <= 10_000; now += 7) {
    while (!isDryAt(bucket, now)) {
      bucket.take(1);
      taken += 1;
    }
  }
  expect(taken).toBeGreaterThanOrEqual(1_018);
  expect(taken).toBeLessThanOrEqual(1_020);
});

it("gives no more than the burst at once after a rest, either", () => {
  const bucket = new TokenBucket(10, 5, 0);
  bucket.fill(60_000);
  bucket.take(5);
  expect(isDryAt(bucket, 60_000)).toBe(true);
});

it("never runs dry when its rate is 0", () => {
  const bucket = new TokenBucket(0, 1, 0);
  bucket.take(1_000_000);
  expect(isDryAt(bucket, 1)).toBe(false);
});

function isDryAt(bucket: TokenBucket, now: number): boolean {
  bucket.fill(now);
  return bucket.isDry;
}
