/** A chunk of bytes that went over the wire. */
export interface TrafficEntry {
  readonly id: number;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly direction: "in" | "out";
  readonly bytes: Uint8Array;
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

/** Returns the traffic up to an entry, so that it does not move while the user reads; all of it for `null`. */
export function trafficUntil(log: TrafficLog, lastId: number | null): TrafficLog {
  if (lastId === null) return log;
  return { ...log, entries: log.entries.slice(0, log.entries.findLastIndex(({ id }) => id <= lastId) + 1) };
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
