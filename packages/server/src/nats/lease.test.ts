import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Lease, readClocks } from "./lease.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it("holds for seven seconds from when the confirmed rewrite was sent", () => {
  const lease = new Lease();
  expect(lease.isValid).toBe(false);
  const sentAt = readClocks();
  vi.advanceTimersByTime(3_000);
  lease.confirm(sentAt);
  vi.advanceTimersByTime(3_999);
  expect(lease.isValid).toBe(true);
  vi.advanceTimersByTime(1);
  expect(lease.isValid).toBe(false);
});

it("ends in a machine that slept, though its monotonic clock stood still", () => {
  const lease = new Lease();
  lease.confirm(readClocks());
  vi.setSystemTime(Date.now() + 8_000);
  expect(lease.isValid).toBe(false);
});

it("ends in time when the wall clock is set back", () => {
  const lease = new Lease();
  lease.confirm(readClocks());
  vi.setSystemTime(Date.now() - 60_000);
  expect(lease.isValid).toBe(true);
  vi.advanceTimersByTime(7_000);
  expect(lease.isValid).toBe(false);
});
