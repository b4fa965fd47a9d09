import type { ChatMessage } from "../src/chat-message.ts";
import { ChatMessageSchema } from "../src/schema.ts";
import type { Finding, Reading, RejectedFinding } from "./reading.ts";

/**
 * Reads a whole stream as CONTRACT.md says, with no thought for speed or memory. It shares nothing with the
 * real reader but the schema of a message, so that each line of it can be compared with the rules.
 */
export function readBySpecification(bytes: Uint8Array, maxMessageBytes: number): Reading {
  const items: Finding[] = [];
  let isGarbage = false;
  let at = 0;
  while (at < bytes.length) {
    const character = characterAt(bytes, at);
    if (character.kind === "broken") return { items: [...items, reject("invalid-utf8", at)] };
    if (character.kind === "cut") return { items, atEnd: reject("invalid-utf8", at) };
    if (character.text === "{") {
      const frame = frameAt(bytes, at, maxMessageBytes);
      if (frame.kind === "fatal") return { items: [...items, reject(frame.code, at)] };
      if (frame.kind === "cut") return { items, atEnd: reject("incomplete", at) };
      const message = parseBySpecification(frame.text);
      items.push(message ? { message, offset: at } : reject("not-a-message", at));
      isGarbage = false;
      at = frame.end;
      continue;
    }
    const isDropped = WHITE_SPACE.test(character.text) || (at === 0 && character.text === "\ufeff");
    if (isGarbage) isGarbage = character.text !== "\n";
    else if (!isDropped) {
      items.push(reject("stray-text", at));
      isGarbage = true;
    }
    at = character.end;
  }
  return { items };
}

/** Reads one message as C-3 says: JSON, the schema, and each key once. */
export function parseBySpecification(text: string): ChatMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { data } = ChatMessageSchema.safeParse(value);
  if (!data) return null;
  // All five keys are there, so one that is there twice makes more than five.
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/gs)];
  return strings.filter(([, colon]) => colon === ":").length === 5 ? data : null;
}

const WHITE_SPACE = /^\p{White_Space}$/u;

type FrameOutcome =
  | { readonly kind: "frame"; readonly text: string; readonly end: number }
  | { readonly kind: "fatal"; readonly code: "too-large" | "invalid-utf8" }
  | { readonly kind: "cut" };

/** Finds the end of the frame that begins here [C-12] [C-13]. */
function frameAt(bytes: Uint8Array, start: number, maxMessageBytes: number): FrameOutcome {
  let text = "";
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let at = start;
  while (at < bytes.length) {
    const character = characterAt(bytes, at);
    // The last byte that had to be looked at: a character that was cut lacks the next one.
    const lastByte = character.kind === "cut" ? bytes.length - 1 : character.end - 1;
    if (lastByte - start >= maxMessageBytes) return { kind: "fatal", code: "too-large" };
    if (character.kind === "broken") return { kind: "fatal", code: "invalid-utf8" };
    if (character.kind === "cut") return { kind: "cut" };
    text += character.text;
    at = character.end;
    if (isEscaped) isEscaped = false;
    else if (inString && character.text === "\\") isEscaped = true;
    else if (character.text === '"') inString = !inString;
    else if (!inString && character.text === "{") depth++;
    else if (!inString && character.text === "}") depth--;
    if (depth === 0) return { kind: "frame", text, end: at };
  }
  return { kind: "cut" };
}

type Character =
  | { readonly kind: "character"; readonly text: string; readonly end: number }
  /** No text goes on like this: the byte before `end` is the first that can't be. */
  | { readonly kind: "broken"; readonly end: number }
  /** The stream ends before the character does. */
  | { readonly kind: "cut" };

/** Reads the character that begins here by trying: one byte, two, three, four [C-2]. */
function characterAt(bytes: Uint8Array, start: number): Character {
  for (let end = start + 1; end <= bytes.length; end++) {
    const tried = bytes.subarray(start, end);
    const text = decode(tried);
    if (text !== null) return { kind: "character", text, end };
    if (!canGoOn(tried)) return { kind: "broken", end };
  }
  return { kind: "cut" };
}

/** Checks whether these bytes begin a character, by trying continuations: one of these three suits every beginning. */
function canGoOn(beginning: Uint8Array): boolean {
  return [0x80, 0x90, 0xa0].some((byte) =>
    [1, 2, 3].some((count) => decode(Uint8Array.of(...beginning, ...new Array<number>(count).fill(byte))) !== null),
  );
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the text of bytes that are exactly one character. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.length > 4) return null;
  try {
    const text = utf8.decode(bytes);
    return [...text].length === 1 ? text : null;
  } catch {
    return null;
  }
}

function reject(rejected: RejectedFinding["rejected"], offset: number): RejectedFinding {
  return { rejected, offset, isFatal: rejected !== "stray-text" && rejected !== "not-a-message" };
}
