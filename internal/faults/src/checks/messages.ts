import type { EventOf, TimedEvent } from "../history/chat-event.ts";

/** A message as it was written. */
export interface SentMessage {
  readonly event: EventOf<"sent"> | EventOf<"shouted">;
  readonly position: number;
}

/** A message as somebody got it. */
export interface MessageReceipt {
  readonly event: EventOf<"received">;
  readonly position: number;
  /** `undefined` when it was written before this list begins. */
  readonly sent: SentMessage | undefined;
}

/** All messages of a list of events. */
export interface Messages {
  /** Direct messages and shouts by writer and number. */
  readonly sent: ReadonlyMap<string, SentMessage>;
  /** In the order in which they came. */
  readonly received: readonly MessageReceipt[];
}

export function findMessages(events: readonly TimedEvent[]): Messages {
  const sent = new Map<string, SentMessage>();
  const received: MessageReceipt[] = [];
  events.forEach((event, position) => {
    if (event.kind === "sent" || event.kind === "shouted")
      sent.set(messageKey(event.who, event.number), { event, position });
    if (event.kind === "received") {
      received.push({ event, position, sent: sent.get(messageKey(event.from, event.number)) });
    }
  });
  return { sent, received };
}

export function messageKey(writer: string, number: number): string {
  return `${writer} ${number}`;
}
