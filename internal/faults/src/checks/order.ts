import type { MessageReceipt, Messages } from "./messages.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.InOrder);

/** Finds messages, direct ones and shouts together, that came to a connection after a later one of the same sender. */
export function* findDisorder({ received }: Messages): Iterable<Violation> {
  const last = new Map<string, MessageReceipt>();
  for (const message of received) {
    const { who, from, number } = message.event;
    const pair = `${who} ${from}`;
    const before = last.get(pair);
    if (before && number < before.event.number) {
      const text = `${who} got message ${number} of ${from} after its message ${before.event.number}`;
      const evidence = [message.sent?.event, before.sent?.event, before.event, message.event];
      yield violate(text, evidence);
    } else {
      last.set(pair, message);
    }
  }
}
