import type { LogLine } from "../../src/state/log-line.ts";

let lastId = 0;

/** A line of a log: somebody's message unless told otherwise. Ids rise with each. */
export function createLine(text: string, line: Partial<LogLine> = {}): LogLine {
  lastId += 1;
  const at = new Date(2026, 10, 24, 9, 30, 15).getTime();
  return { id: lastId, at, kind: "message", from: "Bob", text, isMention: false, delivery: null, ...line };
}
