import { createJsonMsg } from "@chat/protocol";
import { inParallel } from "./concurrency.ts";
import type { LinePeer } from "./line-peer.ts";

export type Pair = readonly [sender: LinePeer, receiver: LinePeer];

/** Pairs each sender with a receiver that is not itself. */
export function pairUp(senders: readonly LinePeer[], receivers: readonly LinePeer[]): Pair[] {
  return senders.map((sender, index) => [sender, receivers[(index + 1) % receivers.length] as LinePeer]);
}

/** Lets all senders write bursts of `inFlight` messages. Each goes on once its receiver has the whole burst. */
export async function exchange(pairs: readonly Pair[], text: string, inFlight: number, bursts: number): Promise<void> {
  await inParallel(pairs, pairs.length, async ([sender, receiver]) => {
    const burst = `${createJsonMsg(sender.name, "127.0.0.1", receiver.name, text)}\n`.repeat(inFlight);
    for (let number = 0; number < bursts; number++) {
      sender.write(burst);
      for (let waiting = inFlight; waiting > 0; waiting--) await receiver.nextLine();
    }
  });
}
