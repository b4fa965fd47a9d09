import { expect, it } from "vitest";
import { ConnectionLostError, RefusedError, UsernameTakenError, WrongServerError } from "./errors.ts";
import { DEFAULT_RECONNECT, decideReconnect } from "./reconnect-policy.ts";

const lost = new ConnectionLostError("gone");
const taken = new UsernameTakenError("in use");

it.each([
  { attempt: 0, delayMs: 500 },
  { attempt: 1, delayMs: 1_000 },
  { attempt: 5, delayMs: 16_000 },
  { attempt: 6, delayMs: 30_000 },
  { attempt: 5_000, delayMs: 30_000 },
])("waits at most $delayMs ms after try $attempt", ({ attempt, delayMs }) => {
  expect(decideReconnect({ attempt, error: lost, awayMs: 0, random: 1 }, DEFAULT_RECONNECT)).toBe(delayMs);
});

it("spreads the wait over all of it, so that a crowd does not come back at once", () => {
  const decide = (random: number) => decideReconnect({ attempt: 1, error: lost, awayMs: 0, random }, DEFAULT_RECONNECT);
  expect([decide(0), decide(0.25), decide(1)]).toEqual([0, 250, 1_000]);
});

it.each([new RefusedError("no"), new WrongServerError("no")])("never tries again after a $name", (error) => {
  expect(decideReconnect({ attempt: 1, error, awayMs: 0, random: 1 }, DEFAULT_RECONNECT)).toBeNull();
});

it("takes a name in use for its own as long as the dead connection may hold it, and no longer", () => {
  const decide = (awayMs: number) =>
    decideReconnect({ attempt: 1, error: taken, awayMs, random: 1 }, DEFAULT_RECONNECT);
  expect(decide(59_999)).toBe(1_000);
  expect(decide(60_000)).toBeNull();
});
