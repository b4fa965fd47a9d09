import type { Rejection } from "@chat/protocol";
import { type Trouble, TroubleKind } from "./trouble.ts";

/** Words that a log may have about a trouble: nothing that somebody wrote, but for a key that is one plain word. */
export interface TroubleWords {
  /** The problem, in a few words. */
  readonly text: string;
  /** The key that is unknown, there twice, or missing. */
  readonly key?: string;
}

const WORDS: { readonly [Kind in TroubleKind]: string } = {
  [TroubleKind.StrayText]: "text outside a message",
  [TroubleKind.NotAMessage]: "an object that is no message",
  [TroubleKind.TooLarge]: "a message that is too large",
  [TroubleKind.InvalidUtf8]: "bytes that are not UTF-8",
  [TroubleKind.Incomplete]: "a message without its end",
  [TroubleKind.ForgedSender]: "a message in the name of somebody else",
  [TroubleKind.UnknownUser]: "a message to somebody who is not online",
  [TroubleKind.UnknownCommand]: "an unknown command",
};

/** The beginnings of the reason of a rejected object, and the words for it. The key stands in the first quotes behind the beginning. */
const OBJECT_PROBLEMS: readonly (readonly [beginning: RegExp, text: string])[] = [
  [/^(?:the message|"from") has an unknown key /, "unknown key"],
  [/^(?:the message|"from") has the key (?=".*" twice)/, "key twice:"],
  [/^(?:the message|"from") has no key /, "missing key"],
  [/^the value of (?=".*" is not a string)/, "no string as value of"],
  [/^(?:the message|"from") is not a JSON object/, "no JSON object where one is due"],
  [/^the JSON is broken/, "broken JSON"],
  [/^a string has /, "a string with a wrong character or escape"],
];

/** A key of one plain word, and those of the contract. A longer one, or one of several words, may be a text that somebody wrote. */
const PLAIN_KEY = /^"([A-Za-z_]{1,20}|from\.name|from\.ip)"/;

/** Describes a trouble for the log. */
export function describeTrouble({ kind, rejection, claimedName }: Trouble): TroubleWords {
  if (kind === TroubleKind.NotAMessage && rejection) return describeObject(rejection);
  return { text: claimedName === undefined ? WORDS[kind] : `a message in the name of ${claimedName}` };
}

function describeObject({ reason }: Rejection): TroubleWords {
  for (const [beginning, text] of OBJECT_PROBLEMS) {
    const found = beginning.exec(reason);
    if (!found) continue;
    const key = PLAIN_KEY.exec(reason.slice(found[0].length))?.[1];
    return key === undefined ? { text: text.replace(/:$/, "") } : { text: `${text} "${key}"`, key };
  }
  return { text: WORDS[TroubleKind.NotAMessage] };
}
