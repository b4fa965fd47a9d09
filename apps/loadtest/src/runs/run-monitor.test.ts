import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WorkerSample } from "../generator/worker-sampler.ts";
import { RunMonitor } from "./run-monitor.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const IDLE: WorkerSample = {
  joined: 1,
  mostJoined: 0,
  heardAtUs: null,
  lostAtUs: null,
  isOwed: false,
  joins: 0,
  rejoins: 0,
  cutOffs: 0,
  sent: 0,
  received: 0,
  overdueAnswers: 0,
  histograms: {},
  errors: {},
  details: {},
  loopDelayP99Ms: 1,
  loopUtilization: 0.1,
  serverKind: null,
};

it("takes a worker that tells nothing for one that is late, and not for an idle one", () => {
  const monitor = new RunMonitor();
  monitor.take(0, IDLE);
  monitor.take(1, IDLE);
  vi.advanceTimersByTime(500);
  monitor.take(0, IDLE);
  monitor.takeSample(null);
  vi.advanceTimersByTime(500);
  monitor.take(0, IDLE);
  expect(monitor.takeSample(null).loopDelayMs).toBe(750);
  expect(monitor.busiest.loopDelayMs).toBe(750);
});

it("takes workers that tell what they should for as late as they say", () => {
  const monitor = new RunMonitor();
  monitor.take(0, IDLE);
  vi.advanceTimersByTime(200);
  expect(monitor.takeSample(null).loopDelayMs).toBe(1);
});
