import { writeClockTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import type { Row, Segment } from "@chat/terminal-rows/row";
import type { TrafficEntry, TrafficLog } from "../state/traffic-log.ts";
import { cutToCells, splitClusters } from "./cells.ts";
import { RowCache } from "./row-cache.ts";
import { colorWire } from "./wire-segments.ts";

/** The visible part of the traffic. */
export interface TrafficWindow {
  readonly rows: readonly Row[];
  /** The distance from the bottom, in rows: at most what was asked for. */
  readonly scrolledRows: number;
}

const decoder = new TextDecoder();

/** Lays out the visible traffic, chunk by chunk: `→` was sent, `←` was received. */
export function trafficWindow(
  { entries }: Pick<TrafficLog, "entries">,
  width: number,
  height: number,
  scrolledRows: number,
): TrafficWindow {
  const blocks: (readonly Row[])[] = [];
  let count = 0;
  for (const entry of entries.toReversed()) {
    if (count >= height + scrolledRows) break;
    const block = rowsOfEntries.rowsOf(entry, width, () => layOutEntry(entry, width));
    blocks.push(block);
    count += block.length;
  }
  const rows = blocks.reverse().flat();
  const possible = Math.max(0, Math.min(scrolledRows, rows.length - height));
  const end = rows.length - possible;
  return { rows: rows.slice(Math.max(0, end - height), end), scrolledRows: possible };
}

const INDENT = "  ";
const rowsOfEntries = new RowCache<TrafficEntry>(10_000);

function layOutEntry(entry: TrafficEntry, width: number): Row[] {
  const isSent = entry.direction === "out";
  // Several messages may come in one chunk. Each begins a row, by the line end on the wire and not by a text that looks so.
  const lines = decoder.decode(entry.bytes).split(/(?<=\n)/);
  return [
    layOutHead(entry, width),
    ...lines.flatMap((line) => wrapSegments(colorWire(displayText(line), isSent), width)),
  ];
}

function layOutHead({ direction, bytes, at, isPoll }: TrafficEntry, width: number): Row {
  const start = direction === "out" ? "→ sent" : "← received";
  const poll = isPoll ? ", by the client itself" : "";
  return [
    { text: cutToCells(start, width), color: direction === "out" ? "cyan" : "green", isBold: !isPoll },
    { text: cutToCells(` ${bytes.length} bytes at ${writeClockTime(at)}${poll}`, width - start.length), isDim: true },
  ];
}

/** Breaks a line of segments into rows, between clusters. */
function wrapSegments(segments: readonly Segment[], width: number): Row[] {
  const cells = Math.max(1, width - INDENT.length);
  const rows: Segment[][] = [[{ text: INDENT }]];
  let used = 0;
  for (const { text, ...style } of segments) {
    let part = "";
    for (const cluster of splitClusters(text)) {
      if (used + cluster.cells > cells && used > 0) {
        rows.at(-1)?.push({ text: part, ...style });
        rows.push([{ text: INDENT }]);
        part = "";
        used = 0;
      }
      part += cluster.drawn;
      used += cluster.cells;
    }
    rows.at(-1)?.push({ text: part, ...style });
  }
  return rows;
}
