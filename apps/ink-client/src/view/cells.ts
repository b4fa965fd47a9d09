import { drawnCluster } from "./drawn-cluster.ts";
import { measureCluster } from "./measured-cluster.ts";

/** A grapheme cluster and the cells that it takes. */
export interface Cluster {
  readonly text: string;
  /** The form in which it is drawn, of which Ink counts every cell. */
  readonly drawn: string;
  readonly cells: number;
}

/** ASCII and the symbols of the client's own rows: each is one cell, and joins nothing. */
const PLAIN = /^[ -~─│▸●○◌…·↓→←✓]*$/;
/** The base for a mark or letter that is drawn on another character. */
const DOTTED_CIRCLE = "\u25cc";
/** Marks, skin tones, and the few letters that are written on the character before them. */
const MAY_JOIN_BEFORE = /^[\p{M}\p{Sk}\p{Lm}\p{Cf}\u0e33\u0eb3]/u;
/** The few letters of Indian scripts that are written on the character behind them. With `u`, V8 misses them at the end. */
const MAY_JOIN_BEHIND = /[\p{Cf}\u0d4e\u{11000}-\u{11fff}]$/v;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Splits a text into clusters, with the widths that Ink computes with. A character that would join one before or behind
 * the text, such as a skin tone at its start, is drawn with a dotted circle.
 */
export function splitClusters(text: string): Cluster[] {
  if (PLAIN.test(text)) return Array.from(text, (character) => ({ text: character, drawn: character, cells: 1 }));
  return Array.from(walkClusters(text));
}

/** Splits a text lazily: only the beginning of a long one may be visible. */
function* walkClusters(text: string): Generator<Cluster> {
  for (const { segment, index } of segmenter.segment(text)) {
    const before = index === 0 && joinsBefore(segment) ? DOTTED_CIRCLE : "";
    const behind = index + segment.length === text.length && joinsBehind(segment) ? DOTTED_CIRCLE : "";
    const drawn = before + drawnCluster(segment) + behind;
    yield { text: segment, drawn, cells: measureCluster(drawn).cells };
  }
}

function joinsBefore(cluster: string): boolean {
  return MAY_JOIN_BEFORE.test(cluster) && isOneCluster(` ${cluster}`);
}

function joinsBehind(cluster: string): boolean {
  return MAY_JOIN_BEHIND.test(cluster) && isOneCluster(`${cluster} `);
}

function isOneCluster(text: string): boolean {
  return segmenter.segment(text).containing(0)?.segment.length === text.length;
}

/** Counts the cells that a text takes on one row. */
export function countCells(text: string): number {
  return PLAIN.test(text) ? text.length : sumCells(splitClusters(text));
}

/** Returns the drawn form of a text, cut to a number of cells; a `…` marks the cut. */
export function cutToCells(text: string, cells: number): string {
  if (text.length <= cells && PLAIN.test(text)) return text;
  if (cells <= 0) return "";
  let cut = "";
  let used = 0;
  let cutWithMark = "";
  for (const cluster of walkClusters(text)) {
    if (used + cluster.cells > cells) return `${cutWithMark}…`;
    cut += cluster.drawn;
    used += cluster.cells;
    if (used < cells) cutWithMark = cut;
  }
  return cut;
}

/** Cuts a text, or adds spaces behind it, so that it takes exactly the number of cells. */
export function fitToCells(text: string, cells: number): string {
  const cut = cutToCells(text, cells);
  return cut + " ".repeat(Math.max(0, cells - countCells(cut)));
}

/** Breaks a line of text into drawn rows of at most the number of cells: between words where it can, else between clusters. */
export function wrapToCells(text: string, cells: number): string[] {
  if (text.length <= cells && PLAIN.test(text)) return [text];
  const rows = wrapClusters(text, cells);
  const last = rows.at(-1);
  // The space that a row ends at is not seen.
  return rows.map((row) => drawClusters(row !== last && row.at(-1)?.text === " " ? row.slice(0, -1) : row));
}

/** The replacement of a cluster that fits into no row. */
const TOO_WIDE = { drawn: "…", cells: 1 } as const;

/**
 * Breaks a line of text into rows of clusters: behind spaces where it can, else between clusters. A space that has no room stays
 * where nobody sees it.
 *
 * @param indent the cells that are taken in the first row
 */
export function wrapClusters(line: string, width: number, indent = 0): Cluster[][] {
  const rows: Cluster[][] = [];
  let row: Cluster[] = [];
  let used = indent;
  let afterSpace = 0;
  for (const measured of splitClusters(line)) {
    const cluster = measured.cells > width ? { ...measured, ...TOO_WIDE } : measured;
    const hangs = cluster.text === " " && used === width;
    if (used + cluster.cells > width && !hangs) breakRow();
    row.push(hangs ? { ...cluster, drawn: "", cells: 0 } : cluster);
    used += hangs ? 0 : cluster.cells;
    if (cluster.text === " ") afterSpace = row.length;
    if (hangs) breakRow();
  }
  // A row that a hanging space has just begun is none yet.
  if (row.length > 0 || rows.length === 0) rows.push(row);
  return rows;

  function breakRow(): void {
    // A blank at the start of the row is no end of a word.
    const end = afterSpace > 1 ? afterSpace : row.length;
    rows.push(row.slice(0, end));
    row = row.slice(end);
    used = sumCells(row);
    afterSpace = 0;
  }
}

export function drawClusters(clusters: readonly Cluster[]): string {
  return clusters.map(({ drawn }) => drawn).join("");
}

function sumCells(clusters: readonly Cluster[]): number {
  return clusters.reduce((sum, { cells }) => sum + cells, 0);
}
