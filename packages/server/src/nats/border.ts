import { isIP } from "node:net";
import { findUsernameProblem, foldName, MAX_NAME_BYTES, MAX_NAME_SPELLING_LENGTH } from "@chat/protocol";
import { AckStatus, EVERYONE_NUMBER, type LinkBatch } from "../backplane/link-batch.ts";
import type { Addressed } from "../delivery/line.ts";
import { MAX_LINE_BYTES } from "./timing.ts";

// The checks of all that comes from the broker. Whoever may publish there may have written it, so nothing of it reaches a user
// or the name table before it has passed. All checks are pure, take linear time and never throw.

/** The reason why something from the broker is dropped. The texts are a closed set: a log counts by them. */
export const Malformed = {
  Envelope: "it is no envelope",
  Version: "it is of another version: update all nodes",
  Batch: "its counts don't fit its lines",
  Line: "its line is no message of a user of that node",
  Ahead: "it is far ahead of the log",
  Key: "its key names no node and no user",
  NodeRecord: "it is no record of a node",
  NodeCount: "there are too many nodes",
  NameRecord: "it is no record of that name",
  Takeover: "it takes a name from its user",
  Act: "it is no act of an operator",
  ActCount: "there are too many acts at once",
  Sanction: "it is no record of that ban or mute",
  SanctionCount: "there are too many bans and mutes",
} as const;
export type Malformed = (typeof Malformed)[keyof typeof Malformed];

const SESSION = /^[\w-]{1,32}$/;

/** Checks the spelling of a session. Sessions are parts of subjects and keys. */
export function isSession(value: unknown): value is string {
  return typeof value === "string" && SESSION.test(value);
}

/** Checks a whole number from 0 on: a count, or a revision. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** Parses JSON. Returns `null` when it is malformed. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Largest number of a message: its ack is eight times as large, and still a safe integer. */
const MAX_MESSAGE_NUMBER = Math.floor(Number.MAX_SAFE_INTEGER / 8) - 1;

/** Checks that a batch has a receiver, a length and a number for each line, that the lengths add up, and that acks have a status. */
export function isBatch({ lines, heads, acks }: LinkBatch): boolean {
  if (heads.length % 3 !== 0) return false;
  let length = 0;
  for (let head = 0; head < heads.length; head += 3) {
    // Shouts have a subject of their own.
    if (heads[head] === EVERYONE_NUMBER || heads[head + 1] === 0) return false;
    if ((heads[head + 2] as number) > MAX_MESSAGE_NUMBER) return false;
    length += heads[head + 1] as number;
  }
  return length === lines.length && acks.every((ack) => ack % 8 <= AckStatus.Unwritten);
}

/** The end of each line's first part, which names the sender. No name has a brace. */
const LINE_START_END = '}, "to": ';

/** Returns the first part of a line, which names its sender: `{"from": {"name": "Ada", "ip": "10.0.0.1"}, "to": `. */
export function readLineStart(line: string): string {
  return line.slice(0, line.indexOf("}") + LINE_START_END.length);
}

/** Returns the name in the first part of a line, or `null` where there is none. */
export function readSenderName(lineStart: string): string | null {
  // A name's literal is at most six times as long as the name.
  const literal = SENDER_NAME.exec(lineStart.slice(0, MAX_LINE_START))?.[1];
  return literal === undefined ? null : (JSON.parse(literal) as string);
}

const SENDER_NAME = /^\{"from": \{"name": ("(?:[ !#-[\]-~]|\\(?:["\\]|u[\da-f]{4}))+"), "ip": "/;
const MAX_LINE_START = 6 * MAX_NAME_BYTES + 128;

/**
 * Checks that a line, from a position on, is what a node writes behind its sender: the receiver, one JSON string in plain
 * ASCII, and the end. With a sender that the name table has, the whole line is then one message of the contract, so that
 * nothing is parsed a second time.
 */
export function isLineEnd(line: string, position: number, { lineTo }: Addressed): boolean {
  if (line.length > MAX_LINE_BYTES || !line.startsWith(lineTo, position)) return false;
  LINE_TEXT.lastIndex = position + lineTo.length;
  return LINE_TEXT.test(line) && LINE_TEXT.lastIndex === line.length;
}

/** A JSON string in plain ASCII, and the end of the line. Its parts exclude each other, so it never tries twice. */
const LINE_TEXT = /"[ !#-[\]-~]*(?:\\(?:["\\bfnrt]|u[\da-f]{4})[ !#-[\]-~]*)*"\}\n/y;

/** Checks that a name is a valid one, and that its record has the key of this name. */
export function isNameOf(name: unknown, key: string): name is string {
  if (typeof name !== "string" || name.length > MAX_NAME_BYTES) return false;
  return findUsernameProblem(name) === null && foldName(name) === key;
}

/** Checks that a text can be the folded form of a valid name. Cheap: {@link isNameOf} decides. */
export function isNameKey(key: string): boolean {
  return key !== "" && key.length <= MAX_NAME_SPELLING_LENGTH;
}

export function isAddress(value: unknown): value is string {
  return typeof value === "string" && isIP(value) !== 0;
}
