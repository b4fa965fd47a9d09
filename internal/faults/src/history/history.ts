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
