import type { Messages, ReceivedMessage } from "./messages.ts";
import { Rule, type Violation } from "./violation.ts";

/** Finds messages, direct ones and shouts together, that came to a connection after a later one of the same sender. */
export function* findDisorder({ received }: Messages): Iterable<Violation> {
  const last = new Map<string, ReceivedMessage>();
  for (const message of received) {
    const { who, from, number } = message.event;
    const pair = `${who} ${from}`;
    const before = last.get(pair);
    if (before && number < before.event.number) {
      yield {
        rule: Rule.InOrder,
        text: `${who} got message ${number} of ${from} after its message ${before.event.number}.`,
        evidence: [message.sent?.event, before.sent?.event, before.event, message.event].filter(
          (event) => event !== undefined,
        ),
      };
    } else {
      last.set(pair, message);
    }
  }
}
