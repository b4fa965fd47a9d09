import { Arrival } from "@chat/accounting";
import { foldName } from "@chat/protocol";
import { DeliveryNotice, type EventOf, type TimedEvent } from "../history/chat-event.ts";
import { type Connection, groupByName, isLive } from "./connections.ts";
import { type Messages, pairKey, type SentMessage } from "./messages.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.NothingLost);

/** Direct messages of one connection to one name. */
interface Account {
  readonly sender: Connection;
  readonly name: string;
  readonly sent: SentMessage[];
  readonly told: EventOf<"told">[];
}

/**
 * Finds direct messages and shouts that came twice or altered, and direct messages that are missing more often than their sender was
 * told.
 */
export function findMessageLoss(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  messages: Messages,
): Violation[] {
  return [...findDuplicates(messages), ...findAltered(messages), ...findMissing(events, connections, messages)];
}

function* findDuplicates({ received }: Messages): Iterable<Violation> {
  for (const { event, sent, isDuplicate } of received) {
    if (!isDuplicate) continue;
    const { who, from, number, isShout } = event;
    const first = received.find(
      ({ event: other }) => other.from === from && other.number === number && (!isShout || other.who === who),
    );
    yield violate(`Message ${number} of ${from} came twice`, [sent?.event, first?.event, event]);
  }
}

/** Finds texts that no client writes. */
function* findAltered({ received }: Messages): Iterable<Violation> {
  for (const { event, arrival } of received) {
    if (arrival === Arrival.Unknown) yield violate(`${event.who} got a text that nobody has written`, [event]);
  }
}

/** Finds losses of senders that are still there: others know from the end of their connections. */
function* findMissing(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  { sent, direct, directOfPairs }: Messages,
): Iterable<Violation> {
  const owners = groupByName(connections.values());
  for (const { sender, name, sent: own, told } of findAccounts(events, connections, sent)) {
    const missing = own.filter(({ event }) => !direct.get(sender.who)?.has(event.number));
    const silent = missing.filter(
      (message) => !owners.get(name)?.some((owner) => mayHaveTaken(owner, message, directOfPairs)),
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
  directOfPairs: Messages["directOfPairs"],
): boolean {
  if (!owner.isTorn || owner.gone < position) return false;
  const nextNumber = directOfPairs.get(pairKey(owner.who, event.who))?.next ?? 0;
  return nextNumber <= event.number;
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
