import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Heartbeat, Lease, readClocks } from "./heartbeat.ts";
import type { NameRecords } from "./name-records.ts";
import { LEASE_MS, REWRITE_MS } from "./timing.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A heartbeat whose broker answers with these revisions, one for each write; `null` for a conflict. */
function createHeartbeat(...revisions: (number | null | Error)[]) {
  const write = async () => {
    const revision = revisions.shift() ?? null;
    if (revision instanceof Error) throw revision;
    return revision;
  };
  const records = {
    create: vi.fn(write),
    update: vi.fn((_key: string, _value: string, _revision: number, _timeoutMs: number) => write()),
    delete: vi.fn(),
  };
  const heartbeat = new Heartbeat(records as unknown as NameRecords, "here", { node: "Here" });
  return { heartbeat, records };
}

it("counts a write from when it was sent, and not before the log shows it", async () => {
  const { heartbeat } = createHeartbeat(5);
  await heartbeat.start();
  vi.advanceTimersByTime(3_000);
  expect(heartbeat.isFresh).toBe(false);
  heartbeat.seen(5);
  expect(heartbeat.isFresh).toBe(true);
  vi.advanceTimersByTime(LEASE_MS - 3_000);
  expect(heartbeat.isFresh).toBe(false);
});

it("counts a write that the log shows and the broker never answers for", async () => {
  const { heartbeat } = createHeartbeat(5, new Error("timeout"));
  await heartbeat.start();
  heartbeat.seen(5);
  vi.advanceTimersByTime(REWRITE_MS);
  await expect(heartbeat.beat()).rejects.toThrow("timeout");
  vi.advanceTimersByTime(LEASE_MS - REWRITE_MS);
  expect(heartbeat.isFresh).toBe(false);
  heartbeat.seen(8);
  expect(heartbeat.isFresh).toBe(true);
  vi.advanceTimersByTime(REWRITE_MS);
  expect(heartbeat.isFresh).toBe(false);
});

it("takes the first of several attempts for the one that the log shows", async () => {
  const { heartbeat } = createHeartbeat(5, new Error("timeout"), new Error("timeout"));
  await heartbeat.start();
  heartbeat.seen(5);
  vi.advanceTimersByTime(REWRITE_MS);
  await expect(heartbeat.beat()).rejects.toThrow("timeout");
  vi.advanceTimersByTime(4_000);
  await expect(heartbeat.beat()).rejects.toThrow("timeout");
  heartbeat.seen(8);
  vi.advanceTimersByTime(LEASE_MS - 4_000);
  expect(heartbeat.isFresh).toBe(false);
});

it("rewrites its key every two seconds, and names the revision that it replaces", async () => {
  const { heartbeat, records } = createHeartbeat(5, 8);
  await heartbeat.start();
  await heartbeat.beat();
  vi.advanceTimersByTime(REWRITE_MS);
  await heartbeat.beat();
  await heartbeat.beat();
  expect(records.update.mock.calls).toEqual([["node.here", '{"node":"Here"}', 5, expect.any(Number)]]);
});

it("tries again at the next beat when the broker has not answered, with the revision from the log", async () => {
  const { heartbeat, records } = createHeartbeat(5, new Error("timeout"), 9);
  await heartbeat.start();
  vi.advanceTimersByTime(REWRITE_MS);
  await expect(heartbeat.beat()).rejects.toThrow("timeout");
  // It was written all the same.
  heartbeat.seen(8);
  await heartbeat.beat();
  expect(records.update.mock.calls.map(([, , revision]) => revision)).toEqual([5, 8]);
});

it("waits, after a log that took long to read, for a rewrite that is not too old", async () => {
  const { heartbeat } = createHeartbeat(5, 8);
  await heartbeat.start();
  vi.advanceTimersByTime(LEASE_MS);
  await heartbeat.beat();
  const fresh = vi.fn();
  const waiting = heartbeat.fresh().then(fresh);
  heartbeat.seen(5);
  await Promise.resolve();
  expect(fresh).not.toHaveBeenCalled();
  heartbeat.seen(8);
  await waiting;
  expect(heartbeat.isFresh).toBe(true);
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
