/** The messages per second that a server is trusted to process before it has shown its pace. */
const FIRST_PACE = 25;

/** The least messages in one confirmation that tell a pace: with fewer, it is the way there and back that takes the time. */
const LEAST_COUNT = 10;

/** The pace at which a server confirms what was sent to it. */
export class ConfirmationPace {
  #perSecond = FIRST_PACE;

  /** Notes that so many messages were confirmed within a time in milliseconds. */
  note(count: number, elapsedMs: number): void {
    if (count >= LEAST_COUNT) this.#perSecond = (count * 1_000) / Math.max(1, elapsedMs);
  }

  /** Returns the time that so many messages need at the pace of the last confirmation, in milliseconds. */
  timeFor(count: number): number {
    return (count * 1_000) / this.#perSecond;
  }
}
