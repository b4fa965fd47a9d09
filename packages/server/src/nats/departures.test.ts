import { expect, it, vi } from "vitest";
import { Departures } from "./departures.ts";
import { DEPARTURE_MEMORY_MS } from "./timing.ts";

it("remembers who left a session for a while, and no longer than twice that", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const departures = new Departures();
  departures.add("there", "Ada");
  vi.advanceTimersByTime(DEPARTURE_MEMORY_MS);
  departures.add("there", "Bob");
  expect(departures.has("there", "Ada")).toBe(true);
  expect(departures.has("elsewhere", "Ada")).toBe(false);
  vi.advanceTimersByTime(DEPARTURE_MEMORY_MS);
  expect(["Ada", "Bob"].map((name) => departures.has("there", name))).toEqual([false, true]);
  vi.advanceTimersByTime(5 * DEPARTURE_MEMORY_MS);
  expect(departures.has("there", "Bob")).toBe(false);
  vi.useRealTimers();
});
