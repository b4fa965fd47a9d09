/**
 * The messages per second that a server is trusted to process. It may be slower, and shows that; that it was faster once
 * proves nothing: servers let a burst through before they limit the rate.
 */
const TRUSTED_PACE = 25;

/** The slowest pace that is believed: one long break would make a client blind for hours. */
const SLOWEST_PACE = 5;

/** The least messages in one confirmation that tell a pace: with fewer, it is the way there and back that takes the time. */
const LEAST_COUNT = 10;

/** The pace at which a server confirms what was sent to it. */
export class ConfirmationPace {
  #perSecond = TRUSTED_PACE;

  /** Notes that so many messages were confirmed within a time in milliseconds. */
  note(count: number, elapsedMs: number): void {
    if (count < LEAST_COUNT) return;
    const shown = (count * 1_000) / Math.max(1, elapsedMs);
    this.#perSecond = Math.min(TRUSTED_PACE, Math.max(SLOWEST_PACE, shown));
  }

  /** Returns the time that so many messages need, in milliseconds. */
  timeFor(count: number): number {
    return (count * 1_000) / this.#perSecond;
  }
}
