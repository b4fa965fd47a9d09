import { foldName } from "@chat/protocol";

/** Colours of the 256 that every terminal has, each readable on black and on white alike. */
export const NICK_COLORS: readonly number[] = [26, 28, 31, 62, 64, 99, 94, 97, 101, 167, 164, 130, 132, 160, 162, 166];

/** Returns the colour of a name: the same in every session and for every spelling. */
export function nickColor(name: string): string {
  // FNV-1a: short names that differ in one letter get far apart.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(foldName(name))) hash = Math.imul(hash ^ byte, 0x01000193);
  return `ansi256(${NICK_COLORS[(hash >>> 0) % NICK_COLORS.length]})`;
}
