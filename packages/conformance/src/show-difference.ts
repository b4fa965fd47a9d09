import { displayText } from "@chat/protocol";
import type { Seen } from "./checks/failure.ts";

/** Bytes that are shown of a long text. */
const MAX_SHOWN_BYTES = 160;
const HEX_BYTES = 48;
/** Bytes that are shown on each side of the first one that differs. */
const BYTES_AROUND = 8;

/** Returns the position of the first byte that differs; `null` when there is nothing to compare, or no difference. */
export function firstDifference(expected: Seen, came: Seen): number | null {
  const [left, right] = [toBytes(expected), toBytes(came)];
  if (!left || !right || left.equals(right)) return null;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  return at;
}

/** Shows where two things differ: signs that look the same, or that nobody sees, differ in their bytes. */
export function showDifference(expected: Seen, came: Seen, at: number): string {
  const around = (seen: Seen) => {
    const start = Math.max(0, at - BYTES_AROUND);
    const hex = showHex(toBytes(seen)?.subarray(start, at + BYTES_AROUND) ?? Buffer.alloc(0));
    return `${start > 0 ? "… " : ""}${hex || "nothing"}`;
  };
  const where = `The first byte that differs is byte ${at}, counted from 0. The bytes around it:`;
  return `${where}\nexpected  ${around(expected)}\ncame      ${around(came)}`;
}

/** Shows what was expected or came, safe in a terminal: words as they are, a text in quotation marks, bytes as text and in hexadecimal digits. */
export function showSeen(seen: Seen): string {
  const bytes = toBytes(seen);
  if (!bytes) return displayText((seen as { readonly words: string }).words, { newlines: "keep" });
  return typeof seen === "string" ? showText(bytes) : `${showText(bytes)}\n${showHex(bytes)}`;
}

/** Shows bytes as text that is safe in a terminal, cut when there are many. */
export function showText(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, MAX_SHOWN_BYTES)).toString();
  const rest = bytes.length - MAX_SHOWN_BYTES;
  return `"${displayText(shown)}"${rest > 0 ? ` … and ${rest} more bytes` : ""}`;
}

export function showHex(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, HEX_BYTES)).toString("hex").match(/../g)?.join(" ") ?? "";
  return `${hex}${bytes.length > HEX_BYTES ? " …" : ""}`;
}

/** Returns the bytes of a text or of bytes; `null` for words. */
export function toBytes(seen: Seen): Buffer | null {
  if (typeof seen === "string") return Buffer.from(seen);
  return "words" in seen ? null : Buffer.from(seen);
}

/** Names a character that can't be shown, such as `U+001B`. */
export function showCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
