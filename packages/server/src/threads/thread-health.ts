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

/** Deaths within the window below that are taken for accidents. */
const MAX_DEATHS = 5;

const WINDOW_MS = 10_000;

/** How long to wait once threads die again and again, in milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Decides when a dead thread is followed by a new one: at once, unless they die again and again. To start them as fast as
 * they die would take the processor from those that live.
 */
export class RestartPolicy {
  #deaths: number[] = [];
  #isPausing = false;

  /**
   * Notes a death; gives how long to wait. Once there are pauses, there are until a thread has lived for the window: one
   * that always dies would otherwise be started in bursts, whenever the pauses have emptied the window.
   *
   * @param now - of a monotonic clock, in milliseconds
   * @param livedMs - how long the thread has served, in milliseconds
   */
  delayAfterDeath(now: number, livedMs: number): number {
    this.#deaths = [...this.#deaths.filter((death) => death > now - WINDOW_MS), now];
    this.#isPausing = this.#deaths.length > MAX_DEATHS || (this.#isPausing && livedMs < WINDOW_MS);
    return this.#isPausing ? PAUSE_MS : 0;
  }
}
