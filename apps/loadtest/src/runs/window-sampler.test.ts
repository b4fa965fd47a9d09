import { expect, it } from "vitest";
import { IDLE_WORKER } from "../../test/support/idle-worker.ts";
import { RunMonitor } from "./run-monitor.ts";
import { WindowSampler } from "./window-sampler.ts";

function tell(monitor: RunMonitor, overdueAnswers: number): void {
  monitor.take(0, { ...IDLE_WORKER, joined: 100, overdueAnswers });
}

it("counts an answer that comes late as lost, once", () => {
  const monitor = new RunMonitor();
  const recorder = new WindowSampler(monitor);
  tell(monitor, 5);
  expect(recorder.take().answersLost).toBe(5);
  tell(monitor, 0);
  expect(recorder.take().answersLost).toBe(0);
  tell(monitor, 5);
  expect(recorder.take().answersLost).toBe(0);
});

it("hides no loss of a new attempt behind those of the one before", () => {
  const monitor = new RunMonitor();
  const recorder = new WindowSampler(monitor);
  tell(monitor, 1_000);
  expect(recorder.take().answersLost).toBe(1_000);
  // Everybody leaves: nobody waits any more.
  tell(monitor, 0);
  recorder.restart();
  tell(monitor, 500);
  expect(recorder.take().answersLost).toBe(500);
});
