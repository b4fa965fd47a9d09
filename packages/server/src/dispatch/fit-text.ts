import { asciiJsonBytes } from "@chat/protocol";

/** Cuts an answer that is longer than its reader takes, and says so in it: nothing is lost silently. */
export function fitText(text: string, maxTextBytes: number): string {
  const wireBytes = asciiJsonBytes(text);
  if (wireBytes <= maxTextBytes) return text;
  const mark = ` … (cut: ${wireBytes} bytes)`;
  const room = Math.max(0, maxTextBytes - asciiJsonBytes(mark));
  return text.slice(0, countFittingUnits(text, room)) + mark;
}

/** Counts the UTF-16 code units that fit into so many bytes on the wire, without cutting a surrogate pair. */
function countFittingUnits(text: string, room: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += asciiJsonBytes(character);
    if (bytes > room) break;
    units += character.length;
  }
  return units;
}
