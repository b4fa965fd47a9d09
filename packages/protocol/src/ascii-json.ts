// By code unit, without the u flag: JSON escapes the two halves of a surrogate pair one by one.
const NON_ASCII = /[\u0080-\uffff]/g;
const HAS_NON_ASCII = /[\u0080-\uffff]/;
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * Writes a text as a JSON string literal in plain ASCII, quotes included.
 *
 * Clients that decode each read of 1,024 bytes on their own die of a multi-byte character cut in two; an escape that
 * is cut is merely a message they skip [C-21].
 */
export function asciiJson(text: string): string {
  const literal = JSON.stringify(text);
  return HAS_NON_ASCII.test(literal) ? literal.replace(NON_ASCII, escapeCodeUnit) : literal;
}

/** Checks whether JSON writes every character of a text as it is, in one byte. */
export function isPlainAscii(text: string): boolean {
  return PLAIN.test(text);
}

/** Length of {@link asciiJson}'s result without the quotes, in bytes on the wire. */
export function asciiJsonBytes(text: string): number {
  if (isPlainAscii(text)) return text.length;
  const literal = JSON.stringify(text);
  let bytes = literal.length - 2;
  // Counted instead of written: an escape has six characters.
  for (let at = 0; at < literal.length; at++) if (literal.charCodeAt(at) > 0x7f) bytes += 5;
  return bytes;
}

function escapeCodeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
