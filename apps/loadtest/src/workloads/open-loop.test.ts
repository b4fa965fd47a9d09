import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OpenLoop } from "./open-loop.ts";
import { constantRate } from "./rate-curve.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs a loop on a clock of the test's; gives how late each message was, in microseconds. */
function startLoop(perSecond: number): { loop: OpenLoop; lateness: number[] } {
  const lateness: number[] = [];
  const loop = new OpenLoop(constantRate(perSecond), (lateUs) => lateness.push(lateUs));
  loop.start();
  return { loop, lateness };
}

it.each([1, 50, 333, 1_000, 25_000])("sends %d a second, in time", (perSecond) => {
  const { loop, lateness } = startLoop(perSecond);
  vi.advanceTimersByTime(4_000);
  loop.stop();
  expect(Math.abs(lateness.length - perSecond * 4)).toBeLessThanOrEqual(Math.ceil(perSecond / 1_000) + 1);
  expect(Math.max(...lateness)).toBeLessThanOrEqual(1_001);
});

it("sends after a stall what was due in it, and says how late each is", () => {
  const { loop, lateness } = startLoop(100);
  vi.advanceTimersByTime(1);
  lateness.length = 0;
  // The event loop stands still: time goes on, and no timer is called.
  vi.setSystemTime(Date.now() + 100);
  const now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now + 100);
  vi.advanceTimersToNextTimer();
  loop.stop();
  vi.restoreAllMocks();
  expect(lateness).toHaveLength(10);
  for (const [index, lateUs] of lateness.entries()) expect(lateUs / 1_000).toBeCloseTo(91 - index * 10, -1);
});

it("sends nothing more once it is stopped, even in the midst of what is due", () => {
  const sent: number[] = [];
  const loop = new OpenLoop(constantRate(10_000), (lateUs) => {
    sent.push(lateUs);
    if (sent.length === 3) loop.stop();
  });
  loop.start();
  vi.advanceTimersByTime(50);
  expect(sent).toHaveLength(3);
});

it("comes back to the event loop when more is due than can be sent", () => {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  let sent = 0;
  // Each takes a millisecond, and ten are due in it.
  const loop = new OpenLoop(constantRate(10_000), () => {
    sent += 1;
    now += 1;
  });
  loop.start();
  now += 1_000;
  vi.advanceTimersToNextTimer();
  expect(sent).toBe(10);
  vi.advanceTimersToNextTimer();
  expect(sent).toBe(20);
  loop.stop();
  vi.restoreAllMocks();
});
