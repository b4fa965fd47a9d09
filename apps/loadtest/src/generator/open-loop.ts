import { nowUs } from "./monotonic-clock.ts";

/** How often what is due is looked for, in milliseconds. */
const TICK_MS = 1;

/**
 * Sends at a rate that waits for nothing: what could not be sent in time is sent late, and says how late, so that a stall
 * of the server is not measured by the few messages that met it.
 */
export class OpenLoop {
  readonly #intervalUs: number;
  readonly #send: (lateUs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #nextUs = 0;

  constructor(perSecond: number, send: (lateUs: number) => void) {
    this.#intervalUs = 1_000_000 / perSecond;
    this.#send = send;
  }

  start(): void {
    this.#nextUs = nowUs();
    this.#timer = setInterval(() => this.#sendDue(), TICK_MS);
  }

  /** Nothing is sent any more, not even what is due already. */
  stop(): void {
    clearInterval(this.#timer);
    this.#nextUs = Number.POSITIVE_INFINITY;
  }

  #sendDue(): void {
    for (let now = nowUs(); this.#nextUs <= now; this.#nextUs += this.#intervalUs) {
      this.#send(Math.max(0, Math.round(nowUs() - this.#nextUs)));
    }
  }
}
