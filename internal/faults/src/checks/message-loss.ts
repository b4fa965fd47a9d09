import { foldName } from "@chat/protocol";
import { DeliveryNotice, type EventOf, type TimedEvent } from "../history/chat-event.ts";
import { type Connection, groupByName, isLive } from "./connections.ts";
import { type Messages, messageKey, type SentMessage } from "./messages.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.NothingLost);

/** Direct messages of one connection to one name. */
interface Account {
  readonly sender: Connection;
  readonly name: string;
  readonly sent: SentMessage[];
  readonly told: EventOf<"told">[];
}

/** Finds direct messages and shouts that came twice, and direct messages that are missing more often than their sender was told. */
export function findMessageLoss(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  messages: Messages,
): Violation[] {
  return [...findDoubles(messages), ...findMissing(events, connections, messages)];
}

function* findDoubles({ received }: Messages): Iterable<Violation> {
  const seen = new Map<string, TimedEvent>();
  for (const { event, sent } of received) {
    // A shout is for many, and comes once to each.
    const key = messageKey(event.from, event.number) + (event.isShout ? ` ${event.who}` : "");
    const first = seen.get(key);
    if (first) yield violate(`Message ${event.number} of ${event.from} came twice`, [sent?.event, first, event]);
    seen.set(key, event);
  }
}

/** Finds losses of senders that are still there: others know from the end of their connections. */
function* findMissing(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  { sent, received }: Messages,
): Iterable<Violation> {
  const owners = groupByName(connections.values());
  const delivered = new Set<string>();
  /** The highest number that each connection got from each sender. */
  const highest = new Map<string, number>();
  for (const { event } of received) {
    if (event.isShout) continue;
    delivered.add(messageKey(event.from, event.number));
    const pair = `${event.who} ${event.from}`;
    highest.set(pair, Math.max(event.number, highest.get(pair) ?? 0));
  }
  for (const { sender, name, sent: own, told } of findAccounts(events, connections, sent)) {
    const missing = own.filter(({ event }) => !delivered.has(messageKey(sender.who, event.number)));
    const silent = missing.filter(
      (message) => !owners.get(name)?.some((owner) => mayHaveTaken(owner, message, highest)),
    );
    const count = told.reduce((sum, notice) => sum + notice.count, 0);
    if (silent.length > count) {
      const text = `${silent.length} messages of ${sender.who} to ${name} are missing, and ${count} were reported to it`;
      yield violate(text, [...silent.map(({ event }) => event), ...told]);
    }
    const refused = told.reduce((sum, { how, count }) => sum + (how === DeliveryNotice.Doubtful ? 0 : count), 0);
    if (own.length - missing.length + refused > own.length) {
      const text =
        `Of ${own.length} messages of ${sender.who} to ${name}, ${own.length - missing.length} came and ` +
        `${refused} were refused: some that were refused came`;
      yield violate(text, [...own.map(({ event }) => event), ...told]);
    }
  }
}

/**
 * Checks whether a message may have been written to a connection that then took it into nothing: it was there to be written to
 * after the message was sent, it was torn off, and nothing that the sender wrote later has come to it.
 */
function mayHaveTaken(
  owner: Connection,
  { event, position }: SentMessage,
  highest: ReadonlyMap<string, number>,
): boolean {
  if (!owner.isTorn || owner.gone < position) return false;
  return (highest.get(`${owner.who} ${event.who}`) ?? 0) < event.number;
}

function findAccounts(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  sent: ReadonlyMap<string, SentMessage>,
): Iterable<Account> {
  const accounts = new Map<string, Account>();
  const find = (who: string, name: string): Account | undefined => {
    const sender = connections.get(who);
    if (!sender || !isLive(sender)) return undefined;
    const key = `${who} ${foldName(name)}`;
    const account = accounts.get(key) ?? { sender, name: foldName(name), sent: [], told: [] };
    accounts.set(key, account);
    return account;
  };
  for (const message of sent.values()) {
    if (message.event.kind === "sent") find(message.event.who, message.event.to)?.sent.push(message);
  }
  for (const event of events) if (event.kind === "told") find(event.who, event.about)?.told.push(event);
  return accounts.values();
}
