import type { Rejection } from "@chat/protocol";
import { type Trouble, TroubleKind, type ValueType } from "./trouble.ts";

/** Words that a log may have about a trouble: nothing that somebody wrote, but for a key that is one plain word. */
export interface TroubleWords {
  /** The problem, in a few words. */
  readonly text: string;
  /** The key that is unknown, there twice, or missing. */
  readonly key?: string;
  /** The type of a value that is no string. */
  readonly valueType?: ValueType;
  /** Position of what is wrong, in bytes of the stream, if one byte is wrong. */
  readonly at?: number;
  /** That byte: `0xE9`. A letter or a digit is left out, since it may be of a text. */
  readonly byte?: string;
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
  [TroubleKind.Muted]: "a message of somebody who is mute",
  [TroubleKind.Filtered]: "a message that a module refuses",
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

const VALUE_TYPES: { readonly [Type in ValueType]: string } = {
  number: "a number",
  boolean: "true or false",
  null: "null",
  list: "a list",
  object: "an object",
};

/** A key of one plain word, and those of the contract. A longer one, or one of several words, may be a text that somebody wrote. */
const PLAIN_KEY = /^"([A-Za-z_]{1,20}|from\.name|from\.ip)"/;

/**
 * The reasons that are one byte, with the byte's position and, if it is known, its number in hexadecimal digits. The character
 * before which something is missing is shown only if it is a sign of ASCII.
 */
const BYTE_PROBLEMS: readonly RegExp[] = [
  /^the bytes are not UTF-8: .*?byte (?<at>\d+) \(0x(?<byte>[0-9A-F]{2})\)/,
  /^the JSON is broken at byte (?<at>\d+): .* is missing before (?:\S+ \()?U\+00(?<byte>[0-7][0-9A-F])\b/,
  /^the JSON is broken at byte (?<at>\d+): /,
  /^a string has a raw control character \(byte (?<at>\d+)\)\. Write it as "\\u00(?<byte>[0-9a-f]{2})"/,
  /^a string has .* \(byte (?<at>\d+)\)\./,
];

const TEXT_BYTE = /[\dA-Za-z]/;

/** Describes a trouble for the log. */
export function describeTrouble({ kind, rejection, claimedName, valueType }: Trouble): TroubleWords {
  if (!rejection) return { text: claimedName === undefined ? WORDS[kind] : `a message in the name of ${claimedName}` };
  const words = kind === TroubleKind.NotAMessage ? describeObject(rejection) : { text: WORDS[kind] };
  if (!valueType) return { ...words, ...findByte(rejection) };
  return { ...words, text: `${words.text}: ${VALUE_TYPES[valueType]}`, valueType };
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

function findByte({ reason }: Rejection): Pick<TroubleWords, "at" | "byte"> {
  for (const problem of BYTE_PROBLEMS) {
    const { at, byte } = problem.exec(reason)?.groups ?? {};
    if (at === undefined) continue;
    const isShown = byte !== undefined && !TEXT_BYTE.test(String.fromCharCode(Number.parseInt(byte, 16)));
    return { at: Number(at), ...(isShown && { byte: `0x${byte.toUpperCase()}` }) };
  }
  return {};
}
