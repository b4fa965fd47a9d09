/**
 * Checks whether a code point is white space in the sense of Unicode's property White_Space. Any other number
 * is not. The list is written out because every peer has to share it, whatever Unicode version its runtime knows.
 */
export function isWhiteSpace(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d);
  return (
    codePoint === 0x85 ||
    codePoint === 0xa0 ||
    codePoint === 0x1680 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x205f ||
    codePoint === 0x3000
  );
}

/**
 * Removes the white space around a text. `String.trim` is not the same: it takes U+FEFF away, which is no white space,
 * and leaves U+0085, which is.
 */
export function trimWhiteSpace(text: string): string {
  // Loops, as a pattern like /\s+$/ would take quadratic time on long runs inside the text. Code units will do: no
  // white space lies above U+FFFF.
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
