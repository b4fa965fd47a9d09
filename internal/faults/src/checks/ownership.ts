import { EVERYONE, foldName } from "@chat/protocol";
import { Stage, type TimedEvent } from "../history/chat-event.ts";
import { type Connection, endOf, groupByName, isLive } from "./connections.ts";
import type { Messages } from "./messages.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.OneOwner);

/** Time for which the end of a connection can be unseen, in milliseconds, beside a welcome on another one. */
const UNSEEN_END_MS = 100;

/** Last words to a connection whose name was given to somebody else. */
const LOST_NAME = /your name was given to somebody else/;

/** Finds where two connections had one name, and others could tell. */
export function findSharedNames(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  messages: Messages,
): Violation[] {
  const owners = groupByName(connections.values());
  return [
    ...findFalseIdentities(messages, connections),
    ...findInterleaved(messages, connections),
    ...findOldReceivers(events, messages, connections, owners),
    ...findOverlaps(events, owners),
  ];
}

/** Messages that come to another name than they are for, or from another name than their writer has. */
function* findFalseIdentities(
  { received }: Messages,
  connections: ReadonlyMap<string, Connection>,
): Iterable<Violation> {
  for (const { event, sent } of received) {
    const receiver = connections.get(event.who);
    const sender = connections.get(event.from);
    const isForReceiver = event.isShout ? event.to === EVERYONE : foldName(event.to) === receiver?.name;
    const wasSentTo = sent?.event.kind !== "sent" || foldName(sent.event.to) === receiver?.name;
    if (receiver && !(isForReceiver && wasSentTo)) {
      yield violate(`${event.who} (${receiver.name}) got a message that is not for it`, [sent?.event, event]);
    }
    if (sender && foldName(event.name) !== sender.name) {
      yield violate(`A message of ${event.from} (${sender.name}) came from ${event.name}`, [sent?.event, event]);
    }
  }
}

/**
 * Of two owners of a name, one receiver hears first the older and then the newer: once it has heard the newer, nothing comes
 * that the older wrote when the newer was there already.
 */
function* findInterleaved({ received }: Messages, connections: ReadonlyMap<string, Connection>): Iterable<Violation> {
  const heard = new Map<
    string,
    { readonly owner: Connection; readonly event: TimedEvent; readonly sentAt: number }[]
  >();
  for (const { event, sent } of received) {
    const owner = connections.get(event.from);
    if (!owner || !sent) continue;
    const key = `${event.who} ${owner.name}`;
    const before = heard.get(key) ?? [];
    heard.set(key, before);
    const newer = before.find(
      (message) =>
        message.owner.welcomed > owner.welcomed &&
        sent.position > message.owner.welcomed &&
        // One that lost its name at once was welcomed by a node that had lost it before: then it is the older one.
        (!losesName(message.owner) ||
          before.some((other) => other.owner === owner && other.sentAt > message.owner.welcomed)),
    );
    if (newer) {
      yield violate(
        `${event.who} heard ${owner.name} from ${newer.owner.who}, and then from ${owner.who}, which had the name before`,
        [newer.event, sent.event, event],
      );
    }
    before.push({ owner, event, sentAt: sent.position });
  }
}

/** A direct message goes to the owner that the sender's node knows, and to none that had the name before. */
function* findOldReceivers(
  events: readonly TimedEvent[],
  { received }: Messages,
  connections: ReadonlyMap<string, Connection>,
  owners: ReadonlyMap<string, readonly Connection[]>,
): Iterable<Violation> {
  const firstHeard = new Map<string, number>();
  for (const { event, position } of received) {
    const key = `${event.who} ${event.from}`;
    if (!firstHeard.has(key)) firstHeard.set(key, position);
  }
  for (const { event, position, sent } of received) {
    const old = connections.get(event.who);
    const sender = connections.get(event.from);
    if (event.isShout || !old || !sender || !sent) continue;
    const newer = owners.get(old.name)?.find((owner) => {
      const isNewer = owner.welcomed > old.welcomed && owner.welcomed < sent.position;
      if (!isNewer || endOf(owner) < position || losesName(owner)) return false;
      const heardAt = firstHeard.get(`${sender.who} ${owner.who}`) ?? Number.POSITIVE_INFINITY;
      return owner.node === sender.node || heardAt < sent.position;
    });
    if (newer) {
      yield violate(
        `${sender.who} wrote to ${old.name} when its node knew ${newer.who}, and ${old.who} got it, which had the name before`,
        [events[old.welcomed], events[newer.welcomed], sent.event, event],
      );
    }
  }
}

/** Without faults nobody is welcomed to a name that somebody has, and at the end every name has one owner. */
function* findOverlaps(
  events: readonly TimedEvent[],
  owners: ReadonlyMap<string, readonly Connection[]>,
): Iterable<Violation> {
  const quiet = findQuiet(events);
  const lastSigns = findLastSigns(events);
  for (const [name, connections] of owners) {
    for (const [index, newer] of connections.entries()) {
      const isQuiet = quiet.some(([begin, end]) => begin < newer.welcomed && newer.welcomed < end);
      for (const older of connections.slice(0, index)) {
        const evidence = [events[older.welcomed], events[newer.welcomed]];
        if (isQuiet && isThere(older, newer.welcomed, events, lastSigns)) {
          yield violate(
            `${newer.who} was welcomed as ${name} when ${older.who} had that name, without a fault`,
            evidence,
          );
        } else if (isLive(older) && isLive(newer)) {
          yield violate(`At the end both ${older.who} and ${newer.who} are ${name}`, evidence);
        }
      }
    }
  }
}

/** Stretches without faults, by the positions of their ends. */
function findQuiet(events: readonly TimedEvent[]): [begin: number, end: number][] {
  const stretches: [number, number][] = [];
  events.forEach((event, position) => {
    if (event.kind !== "stage") return;
    const last = stretches.at(-1);
    if (last && last[1] === Number.POSITIVE_INFINITY) last[1] = position;
    if (event.stage === Stage.Quiet) stretches.push([position, Number.POSITIVE_INFINITY]);
  });
  return stretches;
}

/** Finds the position at which each connection received something for the last time. */
function findLastSigns(events: readonly TimedEvent[]): Map<string, number> {
  const signs = new Map<string, number>();
  events.forEach((event, position) => {
    if (event.kind === "received" || event.kind === "answered") signs.set(event.who, position);
  });
  return signs;
}

/** Checks whether a connection was certainly there at a moment: its end may be on its way to us. */
function isThere(
  connection: Connection,
  moment: number,
  events: readonly TimedEvent[],
  lastSigns: ReadonlyMap<string, number>,
): boolean {
  const end = endOf(connection);
  if (end < moment) return false;
  if (end === Number.POSITIVE_INFINITY || (lastSigns.get(connection.who) ?? -1) > moment) return true;
  return (events[end]?.at ?? 0) - (events[moment]?.at ?? 0) > UNSEEN_END_MS;
}

function losesName({ words }: Connection): boolean {
  return words !== null && LOST_NAME.test(words);
}
