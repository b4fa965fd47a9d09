import { displayText } from "@chat/protocol";
import type { Connection } from "./contract.ts";

const KINDS: Readonly<Record<string, string>> = {
  "stray-text": "text outside a message",
  "not-a-message": "not valid as a message",
  "too-large": "too large",
  "invalid-utf8": "not UTF-8",
  incomplete: "without its end",
  "forged-sender": "in another's name",
  "unknown-user": "to nobody online",
  "unknown-command": "unknown command",
  muted: "while mute",
};

const LEAVE_REASONS: Readonly<Record<string, string>> = {
  left: "left",
  lost: "the connection broke",
  refused: "was refused",
  "broken-input": "sent broken input",
  "slow-reader": "did not read",
  "out-of-memory": "was cut off: no memory left",
  "name-lost": "lost the name to another node",
  removed: "was removed by an operator",
  "shutting-down": "the server stopped",
};

export function leaveWords(reason: string): string {
  return LEAVE_REASONS[reason] ?? displayText(reason);
}

/** Describes refused messages by kind, the most frequent first: `12 no message, 2 not UTF-8`. */
export function refusedWords(refused: { readonly [kind: string]: number | undefined }): string {
  const counts = Object.entries(refused).filter(([, count]) => count);
  counts.sort(([, one = 0], [, other = 0]) => other - one);
  return counts.map(([kind, count]) => `${formatCount(count ?? 0)} ${KINDS[kind] ?? displayText(kind)}`).join(", ");
}

/** Bytes from which on it counts as trouble that they wait for one reader. */
const MANY_WAITING_BYTES = 65_536;

/** Time in milliseconds that a name may take. */
const NAME_MS = 5_000;

/** Says what is wrong with a connection although none of its messages has to be refused; empty when nothing is. */
export function heldUpWords(connection: Connection): string {
  const { name, ageMs, waitingBytes, isSlowed, unclosedBytes } = connection;
  if (waitingBytes >= MANY_WAITING_BYTES) return `does not read: ${formatBytes(waitingBytes)} wait for it`;
  if (isSlowed) return "sends faster than is allowed, so it is read more slowly";
  if (unclosedBytes > 0)
    return `has sent ${formatBytes(unclosedBytes)} of a message without its end: a brace or a quote is not closed`;
  return name !== null || ageMs < NAME_MS ? "" : `has told no name for ${formatAge(ageMs)}`;
}

/** Says for how long a connection was slowed down; empty when it was not. */
export function slowedWords({ isSlowed, slowedMs }: Connection): string {
  return slowedMs === 0 && !isSlowed ? "" : `${isSlowed ? "now, " : ""}${formatAge(slowedMs)}`;
}

/** Says what is wrong with a connection: what it suffers from now, or else its last error. Empty when nothing is. */
export function troubleWords(connection: Connection): string {
  const { lastTrouble, refused } = connection;
  return heldUpWords(connection) || (lastTrouble === null ? refusedWords(refused) : displayText(lastTrouble));
}

export function sumCounts(counts: { readonly [word: string]: number | undefined }): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** Returns the name of a connection, safe to show. */
export function shownName(name: string | null): string {
  return name === null ? "no name yet" : displayText(name);
}

/** Writes a number with its noun: `1 user`, `2,000 users`. */
export function countNoun(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Writes a number so that it is read at once: `0.4`, `12`, `9,999`, `12.3k`, `4.5M`. */
export function formatCount(count: number): string {
  if (count > 0 && count < 9.95 && !Number.isInteger(count)) return count.toFixed(1);
  if (count < 9_999.5) return Math.round(count).toLocaleString("en-US");
  return count < 999_950 ? `${(count / 1e3).toFixed(1)}k` : `${(count / 1e6).toFixed(1)}M`;
}

const BYTE_UNITS = ["B", "KB", "MB", "GB"];

/** Writes a number of bytes in the unit in which it has at most three digits. */
export function formatBytes(bytes: number): string {
  const found = BYTE_UNITS.findIndex((_unit, index) => bytes / 1_000 ** index < 999.5);
  const index = found < 0 ? BYTE_UNITS.length - 1 : found;
  const amount = bytes / 1_000 ** index;
  return `${index > 0 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${BYTE_UNITS[index]}`;
}

/** Writes a duration in milliseconds with one unit: `40 s`, `12 min`, `3 h`, `2 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
