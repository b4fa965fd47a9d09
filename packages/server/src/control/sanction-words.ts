import { writeDuration } from "@chat/command-line/duration";
import type { Sanction } from "./sanctions.ts";

/** Writes why somebody is kept out: the reason of the last words [C-76]. */
export function writeBan({ endsAt, reason }: Sanction, now = Date.now()): string {
  const why = reason === "" ? "" : `${reason} - `;
  return `${why}banned, for another ${writeRest(endsAt, now)}`;
}

/** Writes why a message is refused. */
export function writeMute({ endsAt, reason }: Sanction, now = Date.now()): string {
  const why = reason === "" ? "" : ` (${reason})`;
  return `An operator has muted you${why}: for another ${writeRest(endsAt, now)} you can send nothing to others. The commands that answer you alone still do.`;
}

/** Writes the time that is left, rounded up: whoever comes back after that time is let in. */
function writeRest(endsAt: number, now: number): string {
  const seconds = Math.max(1, Math.ceil((endsAt - now) / 1_000));
  return writeDuration(1_000 * (seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60));
}
