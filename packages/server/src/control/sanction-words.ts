import { writeWholeDuration } from "@chat/command-line/duration";
import type { Sanction } from "./sanctions.ts";

/** Writes why somebody is kept out: the reason of the last words [C-76]. Whoever comes back after that time is let in. */
export function writeBan({ endsAt, reason }: Sanction, now = Date.now()): string {
  const why = reason === "" ? "" : `${reason} - `;
  return `${why}banned, for another ${writeWholeDuration(endsAt - now)}`;
}

/** Writes why a message is refused. */
export function writeMute({ endsAt, reason }: Sanction, now = Date.now()): string {
  const why = reason === "" ? "" : ` (${reason})`;
  return `An operator has muted you${why}: for another ${writeWholeDuration(endsAt - now)} you can send nothing to others. The commands that answer you alone still do.`;
}
