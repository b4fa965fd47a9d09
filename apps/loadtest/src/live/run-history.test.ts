import { expect, it } from "vitest";
import { createSample } from "../../test/support/create-result.ts";
import { addToHistory, EMPTY_HISTORY } from "./run-history.ts";

function historyOf(count: number, partsOf: (index: number) => Parameters<typeof createSample>[0]) {
  return Array.from({ length: count }, (_, index) => createSample(partsOf(index))).reduce(addToHistory, EMPTY_HISTORY);
}

it("has a point for each sample of a short run", () => {
  const { points } = historyOf(3, (index) => ({ receivedPerSecond: index, maxMs: null }));
  expect(points.map(({ receivedPerSecond }) => receivedPerSecond)).toEqual([0, 1, 2]);
  expect(points[0]?.maxMs).toBeNull();
});

it("reaches back to the beginning of a long run, with the worst of all", () => {
  const { points, samplesPerPoint } = historyOf(10_000, (index) => ({
    receivedPerSecond: index === 4_321 ? 0 : 1_000,
    maxMs: index === 4_330 ? 3_000 : index === 17 ? null : 5,
  }));
  expect(points.length).toBeLessThanOrEqual(400);
  expect(points.length).toBe(Math.ceil(10_000 / samplesPerPoint));
  const stalled = Math.floor(4_321 / samplesPerPoint);
  expect(points.filter(({ receivedPerSecond }) => receivedPerSecond === 0)).toHaveLength(1);
  expect(points[stalled]?.receivedPerSecond).toBe(0);
  expect(points[Math.floor(4_330 / samplesPerPoint)]?.maxMs).toBe(3_000);
});
