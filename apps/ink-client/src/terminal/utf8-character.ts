/**
 * Measures the UTF-8 character that starts at a byte. Text is in bytes, one character of the string for each.
 *
 * @returns its length in bytes; 0 when no character starts there; `"partial"` when the text ends within it
 */
export function measureUtf8(bytes: string, start: number): number | "partial" {
  const length = lengthByFirstByte(bytes.charCodeAt(start));
  for (let index = start + 1; index < start + length; index++) {
    if (index === bytes.length) return "partial";
    const byte = bytes.charCodeAt(index);
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

function lengthByFirstByte(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

/** Decodes bytes; what is no UTF-8 is left out. */
export function decodeUtf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\ufffd", "");
}
