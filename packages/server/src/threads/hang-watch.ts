import { THREAD_CHECK_MS, THREAD_HANG_TIMEOUT_MS } from "../limits.ts";
import type { ThreadCounters } from "./thread-counters.ts";

/** What was seen of a thread at the last look. */
interface Pulse {
  readonly beats: number;
  readonly stillMs: number;
}

/**
 * Finds threads that hang, by heartbeats that stay out. Time in which whoever looks was late itself counts for nobody: the
 * process was stopped, or the machine asleep or overworked, and the threads could do no more than this one.
 */
export class HangWatch<Thread extends { readonly slot: number }> {
  readonly #counters: ThreadCounters;
  readonly #pulses = new WeakMap<Thread, Pulse>();
  #lastLookAt: number;

  /** @param now - of a monotonic clock, in milliseconds */
  constructor(counters: ThreadCounters, now: number) {
    this.#counters = counters;
    this.#lastLookAt = now;
  }

  /** Looks at the threads that there are, as it has to every {@link THREAD_CHECK_MS}; gives those that hang. */
  findHung(threads: Iterable<Thread>, now: number): Thread[] {
    const passedMs = now - this.#lastLookAt;
    this.#lastLookAt = now;
    const countedMs = passedMs < 2 * THREAD_CHECK_MS ? passedMs : 0;
    return [...threads].filter((thread) => this.#takePulse(thread, countedMs).stillMs >= THREAD_HANG_TIMEOUT_MS);
  }

  #takePulse(thread: Thread, countedMs: number): Pulse {
    const beats = this.#counters.beats(thread.slot);
    const last = this.#pulses.get(thread);
    const pulse = { beats, stillMs: last?.beats === beats ? last.stillMs + countedMs : 0 };
    this.#pulses.set(thread, pulse);
    return pulse;
  }
}
