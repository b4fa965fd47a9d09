import { writeClockTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import type { TrafficEntry, TrafficLog } from "../state/traffic-log.ts";
import { wrapToCells } from "./cells.ts";

/** The visible part of the traffic. */
export interface TrafficWindow {
  readonly rows: readonly Row[];
  /** The distance from the bottom, in rows: at most what was asked for. */
  readonly scrolledRows: number;
}

const decoder = new TextDecoder();

/** Lays out the visible traffic, chunk by chunk: `→` was sent, `←` was received. */
export function trafficWindow(
  { entries }: TrafficLog,
  width: number,
  height: number,
  scrolledRows: number,
): TrafficWindow {
  const blocks: Row[][] = [];
  let count = 0;
  for (let index = entries.length - 1; index >= 0 && count < height + scrolledRows; index--) {
    const entry = entries[index];
    if (!entry) break;
    const block = layOutEntry(entry, width);
    blocks.push(block);
    count += block.length;
  }
  const rows = blocks.reverse().flat();
  const possible = Math.max(0, Math.min(scrolledRows, rows.length - height));
  const end = rows.length - possible;
  return { rows: rows.slice(Math.max(0, end - height), end), scrolledRows: possible };
}

const INDENT = "  ";
const rowsOfEntries = new WeakMap<TrafficEntry, { readonly width: number; readonly rows: Row[] }>();

function layOutEntry(entry: TrafficEntry, width: number): Row[] {
  const known = rowsOfEntries.get(entry);
  if (known?.width === width) return known.rows;
  const style = { color: entry.direction === "out" ? "cyan" : "green" };
  const head = `${entry.direction === "out" ? "→ sent" : "← received"} ${entry.bytes.length} bytes at ${writeClockTime(entry.at)}`;
  // Several messages may come in one chunk. Each begins a row, by the line end on the wire and not by a text that looks so.
  const lines = decoder.decode(entry.bytes).split(/(?<=\n)/);
  const rows: Row[] = [
    [{ text: wrapToCells(head, width)[0] ?? "", isDim: true }],
    ...lines
      .flatMap((line) => wrapToCells(displayText(line), Math.max(1, width - INDENT.length)))
      .map((row): Row => [{ text: INDENT }, { text: row, ...style }]),
  ];
  rowsOfEntries.set(entry, { width, rows });
  return rows;
}
