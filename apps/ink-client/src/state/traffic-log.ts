/** A chunk of bytes that went over the wire. */
export interface TrafficEntry {
  readonly id: number;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly direction: "in" | "out";
  readonly bytes: Uint8Array;
  /** True when the user did not ask for it: a poll of the client itself, or the answer to one. */
  readonly isPoll: boolean;
}

/** The part of the traffic that is shown. */
export interface TrafficFilter {
  /** The last entry, so that nothing moves while the user reads; `null` shows new ones as they come. */
  readonly lastId: number | null;
  readonly showsPolls: boolean;
}

/** The newest traffic, oldest first. */
export interface TrafficLog {
  readonly entries: readonly TrafficEntry[];
  readonly byteCount: number;
}

export const EMPTY_TRAFFIC_LOG: TrafficLog = { entries: [], byteCount: 0 };

/** The bytes of traffic that are kept. */
const MAX_BYTES = 512 * 1024;

const MAX_ENTRIES = 2_000;

export function shownTraffic(log: TrafficLog, { lastId, showsPolls }: TrafficFilter): TrafficLog {
  const isShown = ({ id, isPoll }: TrafficEntry) => (showsPolls || !isPoll) && (lastId === null || id <= lastId);
  return { ...log, entries: log.entries.filter(isShown) };
}

/** Adds traffic, and drops the oldest past the limits. */
export function addTraffic(log: TrafficLog, added: readonly TrafficEntry[]): TrafficLog {
  const entries = [...log.entries, ...added];
  let byteCount = log.byteCount;
  for (const { bytes } of added) byteCount += bytes.length;
  let dropped = 0;
  while (dropped < entries.length - 1 && (byteCount > MAX_BYTES || entries.length - dropped > MAX_ENTRIES)) {
    byteCount -= entries[dropped]?.bytes.length ?? 0;
    dropped += 1;
  }
  return { entries: entries.slice(dropped), byteCount };
}
