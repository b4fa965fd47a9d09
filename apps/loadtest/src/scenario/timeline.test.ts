import { expect, it } from "vitest";
import { clientsAt, createTimeline, durationOf } from "./timeline.ts";

const RAMP = { kind: "ramp", clients: 100, duration: 10_000 } as const;
const HOLD = { kind: "hold", duration: 20_000 } as const;

it("goes evenly from one number to the next in a ramp, and stays in a hold", () => {
  const { load, clients, isGrowing } = createTimeline({ stages: [RAMP, HOLD] });
  expect({ clients, isGrowing }).toEqual({ clients: 100, isGrowing: true });
  expect(durationOf(load)).toBe(30_000);
  const at = [0, 99, 100, 5_000, 9_999, 10_000, 25_000, 99_000].map((ms) => clientsAt(load, ms));
  expect(at).toEqual([0, 0, 1, 50, 99, 100, 100, 100]);
});

it("has the numbers of a hold from its begin", () => {
  const stages = [
    { ...HOLD, clients: 5, rate: 100 },
    { ...HOLD, clients: 50 },
    { ...RAMP, rate: 300 },
  ] as const;
  const { load, isGrowing } = createTimeline({ stages: [...stages] });
  expect(isGrowing).toBe(true);
  expect(load).toEqual([
    { durationMs: 20_000, fromClients: 5, clients: 5, fromRate: 100, rate: 100 },
    { durationMs: 20_000, fromClients: 50, clients: 50, fromRate: 100, rate: 100 },
    { durationMs: 10_000, fromClients: 50, clients: 100, fromRate: 100, rate: 300 },
  ]);
});

it("does not grow when all are there from the begin", () => {
  expect(createTimeline({ stages: [{ ...HOLD, clients: 5 }, HOLD] }).isGrowing).toBe(false);
});

it("lets all join before the first message when the number of messages is fixed", () => {
  const { joining, load, isGrowing } = createTimeline({ stages: [RAMP, HOLD], messagesPerClient: 5 });
  expect(isGrowing).toBe(false);
  expect(joining).toMatchObject([{ durationMs: 10_000, fromClients: 0, clients: 100 }]);
  expect(load).toMatchObject([{ durationMs: 20_000, fromClients: 100, clients: 100 }]);
});
