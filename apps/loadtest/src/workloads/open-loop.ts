import { nowUs } from "../generator/monotonic-clock.ts";
import type { DueTimes } from "./rate-curve.ts";

/** Interval at which due messages are looked for, in milliseconds. */
const TICK_MS = 1;

/**
 * Longest time of sending in one turn of the event loop, in microseconds. At a rate that this machine can't keep, more is due
 * after each turn than before it, and the loop would never come back to other events.
 */
const SLICE_US = 10_000;

/**
 * Sends at times that wait for nothing: what could not be sent in time is sent late, and says how late, so that a stall
 * of the server is not measured by the few messages that met it.
 */
export class OpenLoop {
  readonly #dueTimes: DueTimes;
  readonly #send: (lateUs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #startedUs = 0;
  #message = 0;
  #nextUs = 0;

  constructor(dueTimes: DueTimes, send: (lateUs: number) => void) {
    this.#dueTimes = dueTimes;
    this.#send = send;
  }

  start(): void {
    this.#startedUs = nowUs();
    this.#nextUs = this.#startedUs + this.#dueTimes(0);
    this.#timer = setInterval(() => this.#sendDue(), TICK_MS);
  }

  /** Nothing is sent any more, not even what is due already. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sendDue(): void {
    const sliceStartedUs = nowUs();
    for (let now = sliceStartedUs; this.#nextUs <= now && now - sliceStartedUs < SLICE_US; now = nowUs()) {
      const lateUs = Math.round(now - this.#nextUs);
      this.#message += 1;
      this.#nextUs = this.#startedUs + this.#dueTimes(this.#message);
      this.#send(lateUs);
      if (!this.#timer) return;
    }
  }
}
