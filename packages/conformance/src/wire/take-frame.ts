import { type ChatMessage, decodeJsonMsg } from "@chat/protocol";
import { Failure, type Mend } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import type { Wire } from "./wire.ts";

/** A message with its bytes, from the first brace to the last. */
export interface TakenMessage extends ChatMessage {
  readonly bytes: Buffer;
}

const WHITE_SPACE = new Set([0x09, 0x0a, 0x0d, 0x20]);
const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];

/** Returns the end of the first object in the bytes; -1 when it is not complete. The kit shares no framing with what it judges [C-12]. */
export function findObjectEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * Takes the next message that has come, with the white space before it; `null` when none is complete.
 *
 * @throws {Failure} when bytes of the program are no message; `mend` says how its author mends that
 */
export function takeMessage(
  wire: Wire,
  rules: readonly RuleNumber[],
  mend: Mend,
  garbageRules = rules,
): TakenMessage | null {
  let start = 0;
  while (WHITE_SPACE.has(wire.unread[start] ?? -1)) start += 1;
  if (start === wire.unread.length) return null;
  const isObject = wire.unread[start] === OPEN;
  const end = isObject ? findObjectEnd(wire.unread, start) : -1;
  if (isObject && end < 0) return null;
  const bytes = Buffer.from(isObject ? wire.unread.subarray(start, end) : wire.unread.subarray(start));
  const message = isObject ? decodeJsonMsg(bytes) : null;
  if (!message)
    throw new Failure({
      rules: isObject ? rules : garbageRules,
      expected: { words: "one message of the contract [C-3]" },
      came: bytes,
      mend,
    });
  wire.take(end);
  return { ...message, bytes };
}
