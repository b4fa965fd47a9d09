/** Reads each byte as the character of the same number, as no decoder does: theirs read 0x80 to 0x9F as Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
