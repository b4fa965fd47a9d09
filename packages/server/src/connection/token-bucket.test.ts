import { expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

it.each([
  { taken: 9, waitMs: 0 },
  { taken: 10, waitMs: 100 },
  { taken: 11, waitMs: 200 },
])("asks to wait $waitMs ms after $taken of a burst of 10, at 10 a second", ({ taken, waitMs }) => {
  const bucket = new TokenBucket(10, 10, 0);
  bucket.take(taken);
  expect(bucket.waitMs(0)).toBe(waitMs);
});

it("has a token again once the time that it asked for is over", () => {
  const bucket = new TokenBucket(10, 1, 0);
  bucket.take(1);
  expect(bucket.waitMs(0)).toBe(100);
  expect(bucket.waitMs(60)).toBe(40);
  expect(bucket.waitMs(100)).toBe(0);
});

it("lets a debt be waited for", () => {
  const bucket = new TokenBucket(1_000, 100, 0);
  bucket.take(5_100);
  expect(bucket.waitMs(0)).toBe(5_001);
  expect(bucket.waitMs(5_001)).toBe(0);
});

it("never holds more than the burst, however long it rests", () => {
  const bucket = new TokenBucket(10, 5, 0);
  bucket.take(5);
  bucket.waitMs(1_000_000);
  bucket.take(5);
  expect(bucket.waitMs(1_000_000)).toBe(100);
});

it("gives over a long time what its rate says, whatever the steps", () => {
  const bucket = new TokenBucket(100, 20, 0);
  let taken = 0;
  for (let now = 0; now <= 10_000; now += 7) {
    while (bucket.waitMs(now) === 0) {
      bucket.take(1);
      taken += 1;
    }
  }
  expect(taken).toBeGreaterThanOrEqual(1_018);
  expect(taken).toBeLessThanOrEqual(1_020);
});

it("gives no more than the burst at once after a rest, either", () => {
  const bucket = new TokenBucket(10, 5, 0);
  bucket.waitMs(60_000);
  bucket.take(5);
  expect(bucket.waitMs(60_000)).toBe(100);
});

it("never runs dry when its rate is 0", () => {
  const bucket = new TokenBucket(0, 1, 0);
  bucket.take(1_000_000);
  expect(bucket.waitMs(0)).toBe(0);
});
