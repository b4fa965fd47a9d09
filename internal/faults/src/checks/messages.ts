import { Arrival, StreamAccounts } from "@chat/accounting";
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
  /** The class of the message among those that this connection got from its writer, shouts included. */
  readonly arrival: Arrival;
  /** True when the message came before: a shout to the same connection, a direct message to any. */
  readonly isDuplicate: boolean;
}

/** All messages of a list of events. */
export interface Messages {
  /** Direct messages and shouts by writer and number. */
  readonly sent: ReadonlyMap<string, SentMessage>;
  /** In the order in which they came. */
  readonly received: readonly MessageReceipt[];
  /** The accounts of direct messages by writer, whoever got them. */
  readonly direct: StreamAccounts<string>;
  /** The accounts of direct messages by {@link pairKey}. */
  readonly directOfPairs: StreamAccounts<string>;
}

/** A writer numbers its messages of both kinds together, so each of these streams has gaps: the messages to others. */
export function findMessages(events: readonly TimedEvent[]): Messages {
  const sent = new Map<string, SentMessage>();
  const received: MessageReceipt[] = [];
  const direct = new StreamAccounts<string>();
  const directOfPairs = new StreamAccounts<string>();
  const allOfPairs = new StreamAccounts<string>();
  events.forEach((event, position) => {
    if (event.kind === "sent" || event.kind === "shouted")
      sent.set(messageKey(event.who, event.number), { event, position });
    if (event.kind === "received") {
      const { who, from, number, isShout } = event;
      const arrival = allOfPairs.record(pairKey(who, from), number);
      if (!isShout) directOfPairs.record(pairKey(who, from), number);
      const arrivalAnywhere = isShout ? arrival : direct.record(from, number);
      const isDuplicate = arrivalAnywhere === Arrival.Duplicate;
      received.push({ event, position, sent: sent.get(messageKey(from, number)), arrival, isDuplicate });
    }
  });
  return { sent, received, direct, directOfPairs };
}

function messageKey(writer: string, number: number): string {
  return `${writer} ${number}`;
}

/** The key of what one connection got from another. */
export function pairKey(receiver: string, writer: string): string {
  return `${receiver} ${writer}`;
}
