import { DeliveryNotice, Refusal, type TimedEvent } from "../history/chat-event.ts";

/** Counts of events. */
export interface Tally {
  readonly claims: number;
  readonly welcomes: number;
  readonly refusedAsTaken: number;
  readonly refusedAsUnavailable: number;
  readonly unansweredClaims: number;
  readonly directMessages: number;
  readonly directMessagesReceived: number;
  readonly shouts: number;
  readonly shoutsReceived: number;
  readonly lists: number;
  readonly partialLists: number;
  /** Senders were told that nobody has the name. */
  readonly toldNotFound: number;
  /** They were told that a message was refused. */
  readonly toldRefused: number;
  /** Messages of which they were told that they may not have arrived. */
  readonly toldDoubtful: number;
  /** Connections that the server ended, because somebody else had got their names. */
  readonly lostNames: number;
}

export function tallyOf(events: readonly TimedEvent[]): Tally {
  const count = <Kind extends TimedEvent["kind"]>(
    kind: Kind,
    matches: (event: Extract<TimedEvent, { kind: Kind }>) => boolean = () => true,
  ) => events.filter((event) => event.kind === kind && matches(event as Extract<TimedEvent, { kind: Kind }>)).length;
  const sumTold = (wanted: DeliveryNotice) =>
    events.reduce((sum, event) => sum + (event.kind === "told" && event.how === wanted ? event.count : 0), 0);
  return {
    claims: count("claims"),
    // Who was there before the round began was welcomed in an earlier one.
    welcomes: count("claims") - count("refused"),
    refusedAsTaken: count("refused", ({ why }) => why === Refusal.Taken),
    refusedAsUnavailable: count("refused", ({ why }) => why === Refusal.Unavailable),
    unansweredClaims: count("refused", ({ why }) => why === Refusal.Unanswered),
    directMessages: count("sent"),
    directMessagesReceived: count("received", ({ isShout }) => !isShout),
    shouts: count("shouted"),
    shoutsReceived: count("received", ({ isShout }) => isShout),
    lists: count("listed"),
    partialLists: count("listed", ({ isPartial }) => isPartial),
    toldNotFound: sumTold(DeliveryNotice.NotFound),
    toldRefused: sumTold(DeliveryNotice.Refused),
    toldDoubtful: sumTold(DeliveryNotice.Doubtful),
    lostNames: count("ended", ({ words }) => words !== null),
  };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const keys = Object.keys(tallyOf([])) as (keyof Tally)[];
  const sums = keys.map((key) => [key, tallies.reduce((sum, tally) => sum + tally[key], 0)] as const);
  return Object.fromEntries(sums) as unknown as Tally;
}
