import type { TimedEvent } from "./chat-event.ts";

/** Writes an event as a line: when it was, in seconds from a start, what it was, and all that it says. */
export function describeEvent({ at, kind, ...details }: TimedEvent, start: number): string {
  const seconds = ((at - start) / 1_000).toFixed(4).padStart(9);
  const words = Object.entries(details).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${seconds} s  ${kind}: ${words.join(" ")}`;
}
