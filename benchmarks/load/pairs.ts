import { createJsonMsg } from "@chat/protocol";
import { inParallel } from "./in-parallel.ts";
import type { LinePeer } from "./line-peer.ts";

export type Pair = readonly [sender: LinePeer, receiver: LinePeer];

/** Each of the first writes to one of the others, and never to itself. */
export function pairUp(senders: readonly LinePeer[], receivers: readonly LinePeer[]): Pair[] {
  return senders.map((sender, index) => [sender, receivers[(index + 1) % receivers.length] as LinePeer]);
}

/** All senders write bursts of so many messages. Each goes on once its receiver has it all. */
export async function exchange(pairs: readonly Pair[], text: string, inFlight: number, bursts: number): Promise<void> {
  await inParallel(pairs, pairs.length, async ([sender, receiver]) => {
    const burst = `${createJsonMsg(sender.name, "127.0.0.1", receiver.name, text)}\n`.repeat(inFlight);
    for (let number = 0; number < bursts; number++) {
      sender.write(burst);
      for (let waiting = inFlight; waiting > 0; waiting--) await receiver.nextLine();
    }
  });
}
