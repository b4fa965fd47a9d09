import type { JournalEvent } from "@chat/journal";

/** One connection of a scene with all that went over it, as events of a journal. */
export interface RecordedWire {
  /** The owner of the connection, such as the name of the user. */
  readonly label: string;
  readonly events: readonly JournalEvent[];
}
