import type { TimedEvent } from "../history/chat-event.ts";

/** Rules that have to hold, whatever fails. README.md says what exactly each of them judges, and why it can't judge more. */
export const Rule = {
  OneOwner: "a name has one owner",
  FreedInTime: "the names of a killed node are free in time",
  EqualLists: "all nodes list the same users",
  NothingLost: "no direct message is lost or doubled in silence",
  InOrder: "messages of one sender come in order",
  StaysOnline: "who has a name stays online and is answered",
} as const;
export type Rule = (typeof Rule)[keyof typeof Rule];

/** A rule that did not hold, and the events that show it. */
export interface Violation {
  readonly rule: Rule;
  readonly text: string;
  readonly evidence: readonly TimedEvent[];
}

/** Returns a function that makes violations of a rule. Events from before the list are `undefined`, and left out. */
export function violationsOf(rule: Rule): (text: string, evidence: readonly (TimedEvent | undefined)[]) => Violation {
  return (text, evidence) => ({ rule, text: `${text}.`, evidence: evidence.filter((event) => event !== undefined) });
}
