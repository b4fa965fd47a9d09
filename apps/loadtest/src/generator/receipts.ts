import { SequenceTracker } from "./sequence-tracker.ts";
import { type Stamp, StreamKind } from "./stamp.ts";

/** What arrived at one client, by stream. */
export class Receipts {
  readonly direct = new Map<number, SequenceTracker>();
  readonly shouts = new Map<number, SequenceTracker>();
  readonly corrupted = { [StreamKind.Direct]: 0, [StreamKind.Shout]: 0 };

  /** Takes a message; tells whether it is the first of its kind and number. */
  arrive({ kind, sender, sequence }: Stamp): boolean {
    const trackers = kind === StreamKind.Direct ? this.direct : this.shouts;
    let tracker = trackers.get(sender);
    if (!tracker) {
      tracker = new SequenceTracker();
      trackers.set(sender, tracker);
    }
    return tracker.arrive(sequence);
  }
}
