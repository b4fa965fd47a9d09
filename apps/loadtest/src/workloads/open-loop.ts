import { nowUs } from "../generator/monotonic-clock.ts";
import type { LoadPlan } from "../generator/workload.ts";
import type { Pacing } from "./bench-options.ts";

/** Interval at which due messages are looked for, in milliseconds. */
const TICK_MS = 1;

/**
 * Longest time of sending in one turn of the event loop, in microseconds. At a rate that this machine can't keep, more is due
 * after each turn than before it, and the loop would never come back to other events.
 */
const SLICE_US = 10_000;

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
    const startedUs = nowUs();
    for (let now = startedUs; this.#nextUs <= now && now - startedUs < SLICE_US; now = nowUs()) {
      const lateUs = Math.round(now - this.#nextUs);
      this.#nextUs += this.#intervalUs;
      this.#send(lateUs);
    }
  }
}

/**
 * Creates this worker's part of an open loop over all clients: its part of the rate is that of the clients.
 *
 * @returns `null` in a closed loop, and for a worker that has none of the clients
 */
export function createOpenLoop(
  pacing: Pacing,
  { worker, workers }: Pick<LoadPlan, "worker" | "workers">,
  clients: number,
  send: (lateUs: number) => void,
): OpenLoop | null {
  const own = Math.ceil((clients - worker) / workers);
  return pacing.kind === "open" && own > 0 ? new OpenLoop((pacing.perSecond * own) / clients, send) : null;
}
