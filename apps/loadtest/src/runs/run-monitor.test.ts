import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { IDLE_WORKER } from "../../test/support/idle-worker.ts";
import { RunMonitor } from "./run-monitor.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("takes a worker that tells nothing for one that is late, and not for an idle one", () => {
  const monitor = new RunMonitor();
  monitor.take(0, IDLE_WORKER);
  monitor.take(1, IDLE_WORKER);
  vi.advanceTimersByTime(500);
  monitor.take(0, IDLE_WORKER);
  monitor.takeSample(null);
  vi.advanceTimersByTime(500);
  monitor.take(0, IDLE_WORKER);
  expect(monitor.takeSample(null).loopDelayMs).toBe(750);
  expect(monitor.busiest.loopDelayMs).toBe(750);
});

it("takes workers that tell what they should for as late as they say", () => {
  const monitor = new RunMonitor();
  monitor.take(0, IDLE_WORKER);
  vi.advanceTimersByTime(200);
  expect(monitor.takeSample(null).loopDelayMs).toBe(1);
});
