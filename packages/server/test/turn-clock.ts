import { afterEach, beforeEach, vi } from "vitest";

/** Gives each test of a file a clock that stands still until the test moves it, and turns of the event loop that it runs itself. */
export function useTurnClock(): { now: number } {
  const clock = { now: 0 };
  beforeEach(() => {
    clock.now = 0;
    vi.useFakeTimers({ toFake: ["setImmediate", "clearImmediate"] });
    vi.spyOn(performance, "now").mockImplementation(() => clock.now);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return clock;
}
