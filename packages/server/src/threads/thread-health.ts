import { THREAD_CHECK_MS, THREAD_HANG_TIMEOUT_MS } from "../limits.ts";
import type { ThreadCounters } from "./thread-counters.ts";

/** When threads are checked, and when one hangs. In milliseconds. */
export interface HangTimes {
  readonly checkEveryMs: number;
  /** Time without a heartbeat. */
  readonly hangTimeoutMs: number;
}

const HANG_TIMES: HangTimes = { checkEveryMs: THREAD_CHECK_MS, hangTimeoutMs: THREAD_HANG_TIMEOUT_MS };

interface Pulse {
  readonly beats: number;
  readonly stillMs: number;
}

/**
 * Finds threads that hang, by missing heartbeats. Time in which the check itself was late does not count: the process was
 * stopped, or the machine asleep or overloaded, and the threads could not run either.
 */
export class HangWatch<Thread extends { readonly slot: number }> {
  readonly times: HangTimes;
  readonly #counters: ThreadCounters;
  readonly #pulses = new WeakMap<Thread, Pulse>();
  #lastCheckAt: number;

  /** @param now - of a monotonic clock, in milliseconds */
  constructor(counters: ThreadCounters, now: number, times = HANG_TIMES) {
    this.times = times;
    this.#counters = counters;
    this.#lastCheckAt = now;
  }

  /** Checks all threads and returns those that hang. Has to be called every `checkEveryMs`. */
  findHung(threads: Iterable<Thread>, now: number): Thread[] {
    const passedMs = now - this.#lastCheckAt;
    this.#lastCheckAt = now;
    const { checkEveryMs, hangTimeoutMs } = this.times;
    const countedMs = passedMs < 2 * checkEveryMs ? passedMs : 0;
    return [...threads].filter((thread) => this.#takePulse(thread, countedMs).stillMs >= hangTimeoutMs);
  }

  #takePulse(thread: Thread, countedMs: number): Pulse {
    const beats = this.#counters.beats(thread.slot);
    const last = this.#pulses.get(thread);
    const pulse = { beats, stillMs: last?.beats === beats ? last.stillMs + countedMs : 0 };
    this.#pulses.set(thread, pulse);
    return pulse;
  }
}

/** Deaths within the window below that count as accidents. */
const MAX_DEATHS = 5;

const WINDOW_MS = 10_000;

/** Wait before the next start once threads die again and again, in milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Decides when a dead thread is replaced: at once, unless threads die again and again. Starting them as fast as they die
 * would take the processor from those that live.
 */
export class RestartPolicy {
  #deaths: number[] = [];
  #isPausing = false;

  /**
   * Notes a death and returns the wait before the replacement. Once there are pauses, they go on until a thread has lived
   * for the window: otherwise one that always dies would be started in bursts, whenever the pauses have emptied the window.
   *
   * @param now - of a monotonic clock, in milliseconds
   * @param livedMs - time for which the thread has served, in milliseconds
   */
  delayAfterDeath(now: number, livedMs: number): number {
    this.#deaths = [...this.#deaths.filter((death) => death > now - WINDOW_MS), now];
    this.#isPausing = this.#deaths.length > MAX_DEATHS || (this.#isPausing && livedMs < WINDOW_MS);
    return this.#isPausing ? PAUSE_MS : 0;
  }
}
