import { measureUtf8 } from "./utf8-character.ts";

// The grammar of what terminals send, by ECMA-48 and xterm. Text is in bytes: one character of a string for each, so that
// reports of the old mouse protocols, which are no UTF-8, are understood as well.

/** A whole sequence from a terminal. */
export type EscapeSequence =
  /** A control sequence: `parameters` has its intermediates too. */
  | { readonly kind: "csi"; readonly parameters: string; readonly final: string }
  /** A key of the keypad or a function key. */
  | { readonly kind: "ss3"; readonly parameters: string; readonly final: string }
  /** A reply as a string: OSC, DCS, APC, PM or SOS. */
  | { readonly kind: "string" }
  /** A mouse report whose values follow the final character, by one of the old protocols. */
  | { readonly kind: "old-mouse" }
  /** A character with ESC before it, as terminals send a key with Alt. Control characters count too. */
  | { readonly kind: "alt"; readonly character: string };

/** The outcome of a scan. `end` is the offset behind what belongs to the sequence. */
export type SequenceScan =
  | { readonly kind: "whole"; readonly sequence: EscapeSequence; readonly hasAlt: boolean; readonly end: number }
  /** The text ends within a sequence. `part` says how far it is. */
  | { readonly kind: "partial"; readonly part: "escape" | "sequence" | "string" }
  /** A sequence that a control has ended too early: it means nothing. */
  | { readonly kind: "broken"; readonly end: number };

const ESC = "\x1b";

type Introducer = "csi" | "ss3" | "string";

/** Finds an introducer by its second byte behind ESC. */
function findIntroducer(character: string): Introducer | null {
  if (character === "[") return "csi";
  if (character === "O") return "ss3";
  return "PX]^_".includes(character) ? "string" : null;
}

/** The number of values behind a control sequence without parameters: mouse reports of X10 and of highlight tracking. */
const VALUES_BEHIND: Readonly<Record<string, number>> = { M: 3, t: 2, T: 6 };

/** Returns whether a sequence starts at an offset: with ESC, or with a C1 control, as a byte or in UTF-8. */
export function startsSequence(bytes: string, start: number): boolean {
  return bytes[start] === ESC || findC1(bytes, start) !== null;
}

/** Reads the sequence that starts at an offset. Takes time linear in its length. */
export function scanSequence(bytes: string, start: number): SequenceScan {
  const c1 = findC1(bytes, start);
  if (c1) return scanBehind(c1.introducer, bytes, c1.end, false);
  const next = bytes[start + 1];
  if (next === undefined) return { kind: "partial", part: "escape" };
  if (next === ESC) return scanBehindTwo(bytes, start);
  const introducer = findIntroducer(next);
  return introducer ? scanBehind(introducer, bytes, start + 2, false) : scanAlt(bytes, start + 1);
}

/** Some terminals put an ESC before the sequence of a key for Alt. */
function scanBehindTwo(bytes: string, start: number): SequenceScan {
  const next = bytes[start + 2];
  if (next === undefined) return { kind: "partial", part: "escape" };
  // Of three, the first is a key of its own.
  if (next === ESC) return whole({ kind: "alt", character: ESC }, start + 1);
  const introducer = findIntroducer(next);
  return introducer ? scanBehind(introducer, bytes, start + 3, true) : scanAlt(bytes, start + 2);
}

function scanBehind(introducer: Introducer, bytes: string, start: number, hasAlt: boolean): SequenceScan {
  if (introducer === "csi") return scanCsi(bytes, start, hasAlt);
  return introducer === "ss3" ? scanSs3(bytes, start, hasAlt) : scanString(bytes, start);
}

function scanCsi(bytes: string, start: number, hasAlt: boolean): SequenceScan {
  // The Linux console has a bracket more in its function keys.
  const end = skipWhile(bytes, bytes[start] === "[" ? start + 1 : start, 0x20, 0x3f);
  const parameters = bytes.slice(start, end);
  // A rxvt ends keys with Shift by a character that can't end a sequence.
  const rxvtKey = /^\d{1,2}\$/.exec(parameters)?.[0];
  if (rxvtKey) {
    return whole({ kind: "csi", parameters: rxvtKey.slice(0, -1), final: "$" }, start + rxvtKey.length, hasAlt);
  }
  const final = bytes[end];
  if (final === undefined) return { kind: "partial", part: "sequence" };
  if (!isFinal(final)) return broken(bytes, end);
  const values = parameters === "" ? VALUES_BEHIND[final] : undefined;
  return values === undefined
    ? whole({ kind: "csi", parameters, final }, end + 1, hasAlt)
    : skipValues(bytes, end + 1, values);
}

/** Skips the values of a mouse report: each is a byte, or with mode 1005 a character of UTF-8. */
function skipValues(bytes: string, start: number, count: number): SequenceScan {
  let end = start;
  for (let value = 0; value < count; value++) {
    if (end >= bytes.length) return { kind: "partial", part: "sequence" };
    // A value is never a control, but for the zero of a cell that is too far away.
    if (bytes.charAt(end) < " " && bytes[end] !== "\0") return broken(bytes, end);
    const length = measureUtf8(bytes, end);
    if (length === "partial") return { kind: "partial", part: "sequence" };
    end += length === 2 ? 2 : 1;
  }
  return whole({ kind: "old-mouse" }, end);
}

function scanSs3(bytes: string, start: number, hasAlt: boolean): SequenceScan {
  const end = skipWhile(bytes, start, 0x30, 0x3b);
  const final = bytes[end];
  if (final === undefined) return { kind: "partial", part: "sequence" };
  if (!isFinal(final) && final !== " ") return broken(bytes, end);
  return whole({ kind: "ss3", parameters: bytes.slice(start, end), final }, end + 1, hasAlt);
}

/** Skips a string to its end: ST, or BEL as xterm has it. Of controls it may hold only those that lay text out. */
function scanString(bytes: string, start: number): SequenceScan {
  let end = start;
  while (end < bytes.length) {
    const character = bytes.charAt(end);
    if (character === "\x07") return whole({ kind: "string" }, end + 1);
    if (character === ESC) {
      if (end + 1 === bytes.length) break;
      return bytes[end + 1] === "\\" ? whole({ kind: "string" }, end + 2) : { kind: "broken", end };
    }
    const length = measureUtf8(bytes, end);
    if (length === "partial") break;
    if (character === "\x9c" || bytes.startsWith("\xc2\x9c", end))
      return whole({ kind: "string" }, end + Math.max(1, length));
    if (character < " " && !/[\b-\r]/.test(character)) return broken(bytes, end);
    end += Math.max(1, length);
  }
  return { kind: "partial", part: "string" };
}

function scanAlt(bytes: string, start: number): SequenceScan {
  const length = measureUtf8(bytes, start);
  if (length === "partial") return { kind: "partial", part: "sequence" };
  return whole({ kind: "alt", character: bytes.slice(start, start + length) }, start + Math.max(1, length));
}

/** Ends a sequence at a control. CAN and SUB do nothing but that. */
function broken(bytes: string, at: number): SequenceScan {
  const [CAN, SUB] = ["\x18", "\x1a"];
  return { kind: "broken", end: bytes[at] === CAN || bytes[at] === SUB ? at + 1 : at };
}

function whole(sequence: EscapeSequence, end: number, hasAlt = false): SequenceScan {
  return { kind: "whole", sequence, hasAlt, end };
}

function findC1(bytes: string, start: number): { readonly introducer: Introducer; readonly end: number } | null {
  const at = bytes[start] === "\xc2" ? start + 1 : start;
  const code = bytes.charCodeAt(at);
  // As a first byte of UTF-8 none of them can stand.
  if (!(code >= 0x80 && code <= 0x9f)) return null;
  const introducer = findIntroducer(String.fromCharCode(code - 0x40));
  return introducer ? { introducer, end: at + 1 } : null;
}

function isFinal(character: string): boolean {
  return character >= "@" && character <= "~";
}

function skipWhile(bytes: string, start: number, least: number, most: number): number {
  let end = start;
  while (bytes.charCodeAt(end) >= least && bytes.charCodeAt(end) <= most) end++;
  return end;
}
