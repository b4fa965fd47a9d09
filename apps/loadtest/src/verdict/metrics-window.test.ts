import { expect, it } from "vitest";
import { MetricsWindow, type WindowSample } from "./metrics-window.ts";

const sample: WindowSample = {
  atMs: 0,
  clients: 10,
  attempts: 5,
  refused: 1,
  timedOut: 0,
  handshakeP99Ms: null,
  answersExpected: 20,
  answersLost: 0,
  answerP99Ms: 10,
  dropped: 0,
  details: {},
  tester: { openFiles: 0, ports: 0, loopDelayMs: 11, testerCpuShare: 0.2 },
};

it("sums up what was counted in its time, and forgets what was before", () => {
  const window = new MetricsWindow(1_000);
  for (const atMs of [0, 500, 1_000, 1_500]) window.add({ ...sample, atMs, clients: atMs });
  expect(window.read()).toMatchObject({ clients: 1_500, attempts: 10, refused: 2, answersExpected: 40 });
});

it("is not impressed by one bad moment", () => {
  const window = new MetricsWindow(3_000);
  const bad = { answerP99Ms: 9_000, tester: { ...sample.tester, loopDelayMs: 900, testerCpuShare: 1 } };
  for (const atMs of [0, 500, 1_000]) window.add({ ...sample, ...(atMs === 500 ? bad : {}), atMs });
  expect(window.read()).toMatchObject({ answerP99Ms: 10, tester: { loopDelayMs: 11, testerCpuShare: 0.2 } });
});

it("takes percentiles where there are any", () => {
  const window = new MetricsWindow(3_000);
  for (const atMs of [0, 500]) window.add({ ...sample, atMs });
  window.add({ ...sample, atMs: 1_000, handshakeP99Ms: 70 });
  expect(window.read()).toMatchObject({ handshakeP99Ms: 70, answerP99Ms: 10 });
});

it("takes no percentile of the first moments, in which the tester warms up", () => {
  const window = new MetricsWindow(3_000);
  const slow = { ...sample, answerP99Ms: 5_000, tester: { ...sample.tester, testerCpuShare: 1 } };
  for (const atMs of [0, 500]) window.add({ ...slow, atMs });
  expect(window.read()).toMatchObject({ attempts: 10, answerP99Ms: null, tester: { testerCpuShare: 0 } });
  window.add({ ...slow, atMs: 1_000 });
  expect(window.read()).toMatchObject({ answerP99Ms: 5_000, tester: { testerCpuShare: 1 } });
});

it("keeps the last words of each kind", () => {
  const window = new MetricsWindow(3_000);
  window.add({ ...sample, details: { dropped: "first", "server-full": "full" } });
  window.add({ ...sample, atMs: 500, details: { dropped: "second" } });
  expect(window.read()?.details).toEqual({ dropped: "second", "server-full": "full" });
});

it("has nothing to tell before the first sample, and when it was cleared", () => {
  const window = new MetricsWindow(3_000);
  expect(window.read()).toBeNull();
  window.add(sample);
  window.clear();
  expect(window.read()).toBeNull();
});
