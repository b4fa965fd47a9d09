import { isDelivery, StreamAccounts } from "@chat/accounting";
import { type Stamp, StreamKind } from "./stamp.ts";

/** The messages that arrived at one client, by sender. */
export class Receipts {
  readonly direct = new StreamAccounts<number>();
  readonly shouts = new StreamAccounts<number>();

  /** Counts a message; returns true for the first of its kind, sender and number. */
  record({ kind, sender, sequence }: Stamp): boolean {
    return isDelivery(this.#of(kind).record(sender, sequence));
  }

  /** Counts a message in the name of one of the run's clients that is not what was sent. */
  recordCorrupted(kind: StreamKind): void {
    this.#of(kind).corrupted += 1;
  }

  #of(kind: StreamKind): StreamAccounts<number> {
    return kind === StreamKind.Direct ? this.direct : this.shouts;
  }
}
