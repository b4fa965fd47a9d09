import { foldName } from "@chat/protocol";
import { Stage, type TimedEvent } from "../history/chat-event.ts";
import { type Connection, isLive } from "./connections.ts";
import { Rule, type Violation, violationsOf } from "./violation.ts";

const violate = violationsOf(Rule.StaysOnline);

/** Finds who lost a connection for no reason or got no answer, and nodes that died by themselves. */
export function findLostUsers(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
): Violation[] {
  return [
    ...findDeaths(events),
    ...findSurprises(events),
    ...findUnreasonedEnds(events, connections),
    ...findUnanswered(events, connections),
  ];
}

function* findDeaths(events: readonly TimedEvent[]): Iterable<Violation> {
  for (const event of events) {
    if (event.kind === "node died") yield violate(`Node ${event.node} ended, and nobody had killed it`, [event]);
  }
}

function* findSurprises(events: readonly TimedEvent[]): Iterable<Violation> {
  for (const event of events) {
    if (event.kind === "surprised") yield violate(`${event.who} was told what nothing is the reason for`, [event]);
  }
}

/** A connection ends by its own side, with its node, or because somebody else was given its name. */
function* findUnreasonedEnds(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
): Iterable<Violation> {
  for (const { who, name, left, ended, welcomed, isKilled, words } of connections.values()) {
    if (ended === Number.POSITIVE_INFINITY || left < ended || isKilled) continue;
    const evidence = [events[welcomed], events[ended]];
    if (words === null) {
      yield violate(`The connection of ${who} (${name}) was ended without a word`, evidence);
    } else if (!events.some((event, position) => isRival(event, position, name, who, welcomed, ended))) {
      yield violate(`${who} lost the name ${name}, and nobody else had asked for it`, evidence);
    }
  }
}

function isRival(event: TimedEvent, position: number, name: string, who: string, from: number, to: number): boolean {
  return (
    event.kind === "claims" && event.who !== who && foldName(event.name) === name && position > from && position < to
  );
}

/** Finds requests without an answer of connections that are there at the end. */
function* findUnanswered(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
): Iterable<Violation> {
  if (!events.some((event) => event.kind === "stage" && event.stage === Stage.Over)) return;
  const open = new Map<string, TimedEvent[]>();
  for (const event of events) {
    if (event.kind === "asked") open.set(event.who, [...(open.get(event.who) ?? []), event]);
    if (event.kind === "answered") open.get(event.who)?.shift();
  }
  for (const [who, questions] of open) {
    const connection = connections.get(who);
    if (connection && isLive(connection) && questions.length > 0) {
      yield violate(`${who} (${connection.name}) got no answer to ${questions.length} requests`, questions);
    }
  }
}
