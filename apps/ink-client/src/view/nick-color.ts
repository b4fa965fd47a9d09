import { foldName } from "@chat/protocol";
import { NAME_COLORS, nameColor } from "./theme.ts";

/** Returns the colour of a name for a theme: the same for everybody, in every session and for every spelling. */
export function nickColor(name: string): string {
  // FNV-1a: short names that differ in one letter get far apart.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(foldName(name))) hash = Math.imul(hash ^ byte, 0x01000193);
  return nameColor((hash >>> 0) % NAME_COLORS);
}
