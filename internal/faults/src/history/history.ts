import type { ChatEvent, TimedEvent } from "./chat-event.ts";

/** Everything that was seen in one round, in the order in which it was seen. */
export class History {
  readonly events: TimedEvent[] = [];

  add(event: ChatEvent): void {
    this.events.push({ ...event, at: performance.now() });
  }

  /** Adds an event from before this history began. */
  addEarlier(event: ChatEvent, at: number): void {
    this.events.push({ ...event, at });
  }
}

/** Writes an event as a line: when it was, in seconds from a start, what it was, and all that it says. */
export function describeEvent({ at, kind, ...details }: TimedEvent, start: number): string {
  const seconds = ((at - start) / 1_000).toFixed(4).padStart(9);
  const words = Object.entries(details).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${seconds} s  ${kind}: ${words.join(" ")}`;
}
