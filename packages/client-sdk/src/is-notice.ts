import type { ServerTextKind, ServerTextReading } from "@chat/protocol";

/** Kinds of text that answer nothing and may come at any time [C-73]. */
const NOTICES: ReadonlySet<ServerTextKind> = new Set(["shuttingDown", "disconnected", "mayNotHaveArrived", "notice"]);

/** Tells whether a text of the server's, as it was read, answers nothing. */
export function isNotice(reading: ServerTextReading | null): boolean {
  return reading !== null && NOTICES.has(reading.kind);
}
