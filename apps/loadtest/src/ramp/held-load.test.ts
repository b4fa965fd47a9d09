import { expect, it } from "vitest";
import { HeldLoad, type HeldSample } from "./held-load.ts";

const good = { isWithinBounds: true, isMeasured: true };

function heldOf(samples: readonly HeldSample[]): number {
  const held = new HeldLoad();
  for (const sample of samples) held.add(sample);
  return held.clients;
}

it("holds a number of clients when all was well for a second after it", () => {
  expect(heldOf([{ ...good, atMs: 0, clients: 50 }])).toBe(0);
  const samples = [0, 500, 1_000].map((atMs) => ({ ...good, atMs, clients: 50 + atMs / 10 }));
  expect(heldOf(samples)).toBe(50);
});

it("does not hold those whose answers came too late afterwards", () => {
  const samples = [0, 500, 1_000].map((atMs) => ({ ...good, atMs, clients: 50 }));
  const more = [1_500, 2_000].map((atMs) => ({ ...good, atMs, clients: 100 }));
  expect(heldOf([...samples, ...more, { atMs: 2_400, clients: 100, isWithinBounds: false, isMeasured: true }])).toBe(
    50,
  );
});

it("holds nothing of which no answer was measured", () => {
  expect(heldOf([0, 1_000, 2_000].map((atMs) => ({ ...good, isMeasured: false, atMs, clients: 50 })))).toBe(0);
});

it("goes on after a bad moment", () => {
  const bad = { atMs: 500, clients: 50, isWithinBounds: false, isMeasured: true };
  expect(
    heldOf([{ ...good, atMs: 0, clients: 50 }, bad, ...[1_000, 2_000].map((atMs) => ({ ...good, atMs, clients: 60 }))]),
  ).toBe(60);
});
