import { describe, expect, it } from "vitest";
import type { Ramp } from "./advance-ramp.ts";
import { advanceRamp, createRampState, type RampState } from "./advance-ramp.ts";

/** A server in whose place a number of clients breaks: it lets in all who ask, `joiningPerSecond` of them. */
interface Simulation {
  readonly ramp: Ramp;
  readonly maxClients?: number;
  readonly breaksAbove?: number;
  readonly joiningPerSecond?: number;
  readonly forMs?: number;
}

const LOOK_EVERY_MS = 100;

/** Looks at the ramp each 100 ms until it is over; gives each change of the target with its time, and where it ended. */
function simulate(simulation: Simulation) {
  const { ramp, maxClients = 1_000_000, breaksAbove = Number.POSITIVE_INFINITY } = simulation;
  const { joiningPerSecond = 1_000_000, forMs = 600_000 } = simulation;
  let state: RampState = createRampState(ramp, maxClients);
  let joined = 0;
  const targets: [number, number][] = [[0, state.target]];
  for (let elapsedMs = 0; elapsedMs <= forMs && !state.isOver; elapsedMs += LOOK_EVERY_MS) {
    joined = Math.min(state.target, joined + (joiningPerSecond * LOOK_EVERY_MS) / 1_000);
    const before = state;
    state = advanceRamp(state, { elapsedMs, joined, isBroken: joined > breaksAbove, isMeasured: true });
    if (state.attempt > before.attempt) joined = 0;
    if (state.target !== before.target) targets.push([elapsedMs, state.target]);
  }
  return { targets, state };
}

describe("a linear ramp", () => {
  const ramp = { kind: "linear", perSecond: 50 } as const;

  it("adds clients evenly", () => {
    const { targets } = simulate({ ramp, forMs: 400 });
    expect(targets).toEqual([
      [0, 1],
      [100, 5],
      [200, 10],
      [300, 15],
      [400, 20],
    ]);
  });

  it("ends where it breaks", () => {
    const { state } = simulate({ ramp, breaksAbove: 1_000 });
    expect(state).toMatchObject({ isOver: true, brokenAt: 1_005 });
  });

  it("ends when the most clients that are allowed have held for a while", () => {
    const { state, targets } = simulate({ ramp, maxClients: 12 });
    expect(targets.at(-1)).toEqual([300, 12]);
    expect(state).toMatchObject({ isOver: true, target: 12, brokenAt: null });
  });

  it("does not wait for clients that take their time", () => {
    const { targets } = simulate({ ramp, joiningPerSecond: 10, forMs: 2_000 });
    expect(targets.at(-1)).toEqual([2_000, 100]);
  });
});

describe("a stepped ramp", () => {
  const ramp = { kind: "stepped", step: 50, everyMs: 2_000 } as const;

  it("adds a step after each pause", () => {
    const { targets } = simulate({ ramp, forMs: 6_000 });
    expect(targets).toEqual([
      [0, 50],
      [2_000, 100],
      [4_000, 150],
      [6_000, 200],
    ]);
  });

  it("ends where it breaks", () => {
    expect(simulate({ ramp, breaksAbove: 130 }).state).toMatchObject({ isOver: true, brokenAt: 150 });
  });

  it("goes no further than the most clients, and ends when they have held for one pause", () => {
    const { targets, state } = simulate({ ramp, maxClients: 120 });
    expect(targets).toEqual([
      [0, 50],
      [2_000, 100],
      [4_000, 120],
    ]);
    expect(state).toMatchObject({ isOver: true, target: 120, brokenAt: null });
  });

  it("does not end while the last clients are still on their way", () => {
    const { state } = simulate({ ramp, maxClients: 100, joiningPerSecond: 10, forMs: 8_000 });
    expect(state.isOver).toBe(false);
  });

  it("begins with fewer clients than a step when no more are allowed", () => {
    expect(createRampState(ramp, 20).target).toBe(20);
  });

  it("goes on without a bound when none is set", () => {
    const { state } = simulate({ ramp, maxClients: Number.POSITIVE_INFINITY, forMs: 60_000 });
    expect(state).toMatchObject({ isOver: false, target: 50 * 31 });
  });
});

describe("a bisecting ramp", () => {
  const ramp = { kind: "bisect", start: 100, everyMs: 1_000, precision: 0.02 } as const;

  it("doubles while all is well, each time when the number has held", () => {
    const { targets } = simulate({ ramp, forMs: 4_500 });
    expect(targets).toEqual([
      [0, 100],
      [1_000, 200],
      [2_100, 400],
      [3_200, 800],
      [4_300, 1_600],
    ]);
  });

  it("calls no number good before something was measured, as long as it may come", () => {
    const well = { joined: 100, isBroken: false, isMeasured: false };
    const reached = advanceRamp(createRampState(ramp, 1_000), { ...well, elapsedMs: 0 });
    expect(advanceRamp(reached, { ...well, elapsedMs: 4_000 }).target).toBe(100);
    expect(advanceRamp(reached, { ...well, elapsedMs: 4_000, isMeasured: true }).target).toBe(200);
    expect(advanceRamp(reached, { ...well, elapsedMs: 5_000 }).target).toBe(200);
  });

  it("waits until a number is reached before its time counts", () => {
    const { targets } = simulate({ ramp, joiningPerSecond: 100, forMs: 5_000 });
    expect(targets).toEqual([
      [0, 100],
      [1_900, 200],
      [3_900, 400],
    ]);
  });

  it.each([1, 3, 99, 100, 150, 777, 2_000, 12_345])("finds %d within its precision", (breaksAbove) => {
    const { state } = simulate({ ramp, breaksAbove });
    expect(state.isOver).toBe(true);
    expect(state.held).toBeLessThanOrEqual(breaksAbove);
    expect(state.brokenAt).toBeGreaterThan(breaksAbove);
    expect((state.brokenAt ?? 0) - state.held).toBeLessThanOrEqual(Math.max(1, 0.02 * (state.brokenAt ?? 0)));
  });

  it("starts from none after each break, half-way between good and broken", () => {
    const { targets, state } = simulate({ ramp: { ...ramp, precision: 0.1 }, breaksAbove: 900 });
    expect(targets.map(([, target]) => target)).toEqual([100, 200, 400, 800, 1_600, 1_200, 1_000, 900]);
    expect(state).toMatchObject({ attempt: 3, held: 900, brokenAt: 1_000 });
  });

  it("ends when the most clients that are allowed have held", () => {
    const { targets, state } = simulate({ ramp, maxClients: 300 });
    expect(targets.map(([, target]) => target)).toEqual([100, 200, 300]);
    expect(state).toMatchObject({ isOver: true, held: 300, brokenAt: null });
  });

  it("ends with nothing held when one client is too many", () => {
    expect(simulate({ ramp, breaksAbove: 0 }).state).toMatchObject({ isOver: true, held: 0, brokenAt: 1 });
  });
});

it("stays over", () => {
  const over = simulate({ ramp: { kind: "linear", perSecond: 50 }, breaksAbove: 10 }).state;
  expect(advanceRamp(over, { elapsedMs: 900_000, joined: 0, isBroken: false, isMeasured: true })).toBe(over);
});
