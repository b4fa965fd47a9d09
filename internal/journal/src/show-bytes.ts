import { displayText } from "@chat/protocol";

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Longest character of UTF-8, in bytes. */
const MAX_CHARACTER_BYTES = 4;

/** Makes bytes readable, and safe for a terminal. What is not UTF-8 is shown as `\xe9`, and so are the halves of a character that was cut. */
export function showBytes(bytes: Uint8Array): string {
  return displayText(decode(bytes) ?? decodeByCharacter(bytes));
}

function decodeByCharacter(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const { character, length } = readCharacter(bytes.subarray(at, at + MAX_CHARACTER_BYTES));
    text += character;
    at += length;
  }
  return text;
}

function readCharacter(bytes: Uint8Array): { readonly character: string; readonly length: number } {
  for (let length = 1; length <= bytes.length; length++) {
    const character = decode(bytes.subarray(0, length));
    if (character !== null) return { character, length };
  }
  return { character: `\\x${(bytes[0] as number).toString(16).padStart(2, "0")}`, length: 1 };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return null;
  }
}
