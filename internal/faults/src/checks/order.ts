import { Arrival } from "@chat/accounting";
import type { MessageReceipt, Messages } from "./messages.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.InOrder);

/** Finds messages, direct ones and shouts together, that came to a connection after a later one of the same sender. */
export function* findDisorder({ received }: Messages): Iterable<Violation> {
  for (const message of received) {
    if (message.arrival !== Arrival.OutOfOrder) continue;
    const { who, from, number } = message.event;
    const later = received.find((other) => isLaterOne(other, message));
    const text = `${who} got message ${number} of ${from} after its message ${later?.event.number}`;
    yield violate(text, [message.sent?.event, later?.sent?.event, later?.event, message.event]);
  }
}

/** Checks whether the other message was written later, and came to the same connection before. */
function isLaterOne({ event, position }: MessageReceipt, message: MessageReceipt): boolean {
  const { who, from, number } = message.event;
  return position < message.position && event.who === who && event.from === from && event.number > number;
}
