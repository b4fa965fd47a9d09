import { formatMetric, type Metrics, ratiosOf, type Spread, spreadOf } from "./metrics.ts";

/** The server that the limits are for, and the yardstick. */
export const OURS = "chat-server";
const RELAY = "node-relay";

/** A limit that our server has to keep: of one of its metrics, or of its ratio to another one of the same round. */
interface Line {
  readonly title: string;
  readonly measure: string;
  /** Divisor; without one the metric itself is compared. */
  readonly over?: { readonly server: string; readonly measure: string };
  readonly bound: "at most" | "below" | "at least";
  readonly limit: number;
  readonly unit: string;
}

/**
 * - `met`: the median keeps the limit.
 * - `open`: it does not, but the middle half of the rounds does not exclude it.
 * - `missed`: that half lies beyond the limit.
 * - `unmeasured`: a server or a measure was left out.
 */
export type LineVerdict = "met" | "open" | "missed" | "unmeasured";

export interface CheckedLine {
  readonly text: string;
  readonly verdict: LineVerdict;
}

function toRelay(title: string, measure: string, limit: number): Line {
  return { title, measure, over: { server: RELAY, measure }, bound: "at most", limit, unit: " × node-relay" };
}

function belowPeers(title: string, measure: string, peers: readonly string[]): Line[] {
  return peers.map((server) => ({
    title,
    measure,
    over: { server, measure },
    bound: "below",
    limit: 1,
    unit: ` × ${server}`,
  }));
}

const LINES: readonly Line[] = [
  toRelay("Direct message, 1 in flight", "dm1", 1.1),
  ...belowPeers("Direct message, 1 in flight", "dm1", ["nats-server", "mosquitto", "aedes"]),
  toRelay("Direct message, 16 in flight", "dm16", 1.6),
  ...belowPeers("Direct message, 16 in flight", "dm16", ["ngircd", "inspircd", "mosquitto", "aedes"]),
  toRelay("Shout, per delivery", "shout", 1.2),
  ...belowPeers("Shout, per delivery", "shout", ["nats-server", "mosquitto", "aedes"]),
  {
    title: "Memory per idle connection at 18,000",
    measure: "memory-18000",
    bound: "at most",
    limit: 5.5,
    unit: " KiB",
  },
  { title: "Memory in all at 18,000 connections", measure: "resident", bound: "at most", limit: 190, unit: " MiB" },
  {
    title: "Joins per second at 18,000",
    measure: "joins-18000",
    over: { server: OURS, measure: "joins-5000" },
    bound: "at least",
    limit: 0.8,
    unit: " × those at 5,000",
  },
  {
    title: "Joins per second at 18,000",
    measure: "joins-18000",
    over: { server: "ngircd", measure: "joins-18000" },
    bound: "at least",
    limit: 10,
    unit: " × ngircd",
  },
  toRelay("Latency at 5,000 messages/s, p50", "p50", 1.5),
  toRelay("Latency at 5,000 messages/s, p99", "p99", 1.5),
];

/** Compares our server's metrics with the limits that it has to keep. */
export function checkLines(metrics: Metrics): CheckedLine[] {
  return LINES.map((line) => {
    const { title, bound, limit, unit } = line;
    const claim = `${title}: ${bound} ${limit}${unit}`;
    const spread = spreadOf(valuesOf(line, metrics));
    if (spread === null) return { text: claim, verdict: "unmeasured" };
    const { low, median, high } = spread;
    const found = `${formatMetric(median)} (${formatMetric(low)}–${formatMetric(high)})`;
    return { text: `${claim} — ${found}`, verdict: verdictOf(line, spread) };
  });
}

function valuesOf({ measure, over }: Line, metrics: Metrics): readonly number[] | undefined {
  const values = metrics[OURS]?.[measure];
  return over === undefined ? values : ratiosOf(values, metrics[over.server]?.[over.measure]);
}

function verdictOf({ bound, limit }: Line, { low, median, high }: Spread): LineVerdict {
  const keeps = (value: number) =>
    bound === "at least" ? value >= limit : bound === "below" ? value < limit : value <= limit;
  if (keeps(median)) return "met";
  return keeps(bound === "at least" ? high : low) ? "open" : "missed";
}
