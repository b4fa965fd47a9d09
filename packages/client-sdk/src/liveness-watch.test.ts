import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEFAULT_LIVENESS, type LivenessObservation } from "./liveness-policy.ts";
import { LivenessWatch } from "./liveness-watch.ts";

/** A connection whose server says nothing, until the test says otherwise. */
class SilentConnection {
  heardAt = performance.now();
  askedAt: number | null = null;
  isPaused = false;
  readonly questions: number[] = [];
  readonly lateTimes: number[] = [];
  hungUp: LivenessObservation | null = null;
  readonly watch = new LivenessWatch(DEFAULT_LIVENESS, {
    observe: () => {
      if (this.isPaused) return null;
      const answerMs = this.askedAt === null ? null : performance.now() - this.askedAt;
      const silentMs = performance.now() - this.heardAt;
      return { silentMs, answerMs, unaskedMs: null, isSlow: false, backlogMs: 0, isOriginal: false };
    },
    ask: () => {
      this.askedAt ??= performance.now();
      this.questions.push(performance.now());
    },
    late: (lateMs) => this.lateTimes.push(lateMs),
    hangUp: (observed) => {
      this.hungUp = observed;
    },
  });

  hear(): void {
    this.heardAt = performance.now();
    this.askedAt = null;
    this.watch.answered();
  }
}

let clockMs = 0;
let connection: SilentConnection;

beforeEach(() => {
  clockMs = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate"] });
  const now = vi.spyOn(performance, "now").mockImplementation(() => clockMs);
  connection = new SilentConnection();
  return () => now.mockRestore();
});

afterEach(() => {
  connection.watch.stop();
  vi.useRealTimers();
});

/** Lets the process run for a time, with all its timers. */
function run(ms: number): void {
  for (const end = clockMs + ms; clockMs < end; ) {
    clockMs += 100;
    vi.advanceTimersByTime(100);
  }
}

/** Lets time go by in which the process stands still. */
function standStill(ms: number): void {
  clockMs += ms;
}

it("asks after 20 s of silence, tells that the answer is late, and hangs up after 10 s more", () => {
  run(19_900);
  expect(connection.questions).toEqual([]);
  run(200);
  expect(connection.questions).toHaveLength(1);
  run(8_000);
  expect(connection.lateTimes.length).toBeGreaterThanOrEqual(5);
  expect(connection.hungUp).toBeNull();
  run(3_000);
  expect(connection.hungUp?.silentMs).toBeGreaterThanOrEqual(30_000);
  expect(connection.questions).toHaveLength(1);
});

it("takes any byte for life, and tells that nothing is late any more", () => {
  run(25_000);
  expect(connection.lateTimes.at(-1)).toBeGreaterThanOrEqual(2_000);
  connection.hear();
  expect(connection.lateTimes.at(-1)).toBe(0);
  run(19_800);
  expect(connection.questions).toHaveLength(1);
  run(400);
  expect(connection.questions).toHaveLength(2);
});

it("asks first when the process has stood still, and gives the answer its time", () => {
  run(5_000);
  standStill(60_000);
  run(16_000);
  expect(connection.questions).toHaveLength(1);
  run(8_000);
  expect(connection.hungUp).toBeNull();
  run(4_000);
  expect(connection.hungUp).not.toBeNull();
});

it("does not count the time in which the process stood still after a question", () => {
  run(22_000);
  expect(connection.questions).toHaveLength(1);
  standStill(60_000);
  run(8_000);
  expect(connection.hungUp).toBeNull();
  connection.hear();
  run(15_000);
  expect(connection.hungUp).toBeNull();
});

it("reads what has arrived before it judges", () => {
  run(29_900);
  setImmediate(() => connection.hear());
  run(300);
  expect(connection.hungUp).toBeNull();
});

it("counts no silence while the connection is not read", () => {
  connection.isPaused = true;
  run(300_000);
  expect([connection.questions, connection.hungUp]).toEqual([[], null]);
  connection.isPaused = false;
  run(5_000);
  expect(connection.questions).toHaveLength(1);
  expect(connection.hungUp).toBeNull();
});

it("judges soon when something was asked", () => {
  run(1_000);
  connection.askedAt = clockMs;
  connection.watch.asked();
  run(2_200);
  expect(connection.lateTimes.at(-1)).toBeGreaterThanOrEqual(2_000);
});

it("judges soon what was asked before it began to watch", () => {
  connection.askedAt = clockMs;
  run(2_200);
  expect(connection.lateTimes.at(-1)).toBeGreaterThanOrEqual(2_000);
});

it("calls no answer late while the connection is not read", () => {
  run(25_000);
  expect(connection.lateTimes.at(-1)).toBeGreaterThanOrEqual(2_000);
  connection.isPaused = true;
  run(2_000);
  expect(connection.lateTimes.at(-1)).toBe(0);
});

it.each([Number.POSITIVE_INFINITY, 1e12])(
  "rests when it asks after %d ms, though no timer lasts that long",
  (askAfterMs) => {
    let observed = 0;
    const observe = () => {
      observed += 1;
      return { silentMs: 0, answerMs: null, unaskedMs: null, isSlow: false, backlogMs: 0, isOriginal: false };
    };
    const nothing = () => undefined;
    const watch = new LivenessWatch(
      { ...DEFAULT_LIVENESS, askAfterMs },
      { observe, ask: nothing, late: nothing, hangUp: nothing },
    );
    run(60_000);
    expect(observed).toBeLessThan(5);
    watch.stop();
  },
);
