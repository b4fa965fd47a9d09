/**
 * When each message to everyone of one client was sent, and when the server had dealt with it: who was there in between has to
 * get it. In microseconds of the machine's monotonic clock, by sequence number.
 */
export class ShoutTimes {
  readonly sentUs: number[] = [];
  /** Shorter than `sentUs` as long as some have not been answered. */
  readonly settledUs: number[] = [];

  send(atUs: number): void {
    this.sentUs.push(atUs);
  }

  /** The server has dealt with everything that was sent until then: it answers in order. */
  settle(sentUntilUs: number, atUs: number): void {
    for (;;) {
      const sentUs = this.sentUs[this.settledUs.length];
      if (sentUs === undefined || sentUs > sentUntilUs) return;
      this.settledUs.push(atUs);
    }
  }
}
