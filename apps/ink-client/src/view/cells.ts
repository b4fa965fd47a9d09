import { drawnCluster } from "./drawn-cluster.ts";
import { measureCluster } from "./measured-cluster.ts";

/** A grapheme cluster and the cells that it takes. */
export interface Cluster {
  readonly text: string;
  /** The form in which it is drawn, of which Ink counts every cell. */
  readonly drawn: string;
  readonly cells: number;
}

const ASCII = /^[ -~]*$/;
/** Stands for the character that something needs which is drawn with another. */
const DOTTED_CIRCLE = "\u25cc";
/** Marks, skin tones, and the few letters that are written on the character before them. */
const MAY_JOIN_BEFORE = /^[\p{M}\p{Sk}\p{Lm}\p{Cf}\u0e33\u0eb3]/u;
/** The few letters of Indian scripts that are written on the character behind them. With `u`, V8 misses them at the end. */
const MAY_JOIN_BEHIND = /[\p{Cf}\u0d4e\u{11000}-\u{11fff}]$/v;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Splits a text into what moves as one. The widths are those that Ink computes with. What would join the character before
 * the text or behind it, such as a skin tone at its start, is drawn with a dotted circle: those are not the text's own.
 */
export function splitClusters(text: string): Cluster[] {
  if (ASCII.test(text)) return Array.from(text, (character) => ({ text: character, drawn: character, cells: 1 }));
  return Array.from(walkClusters(text));
}

/** Splits no further than it is asked to: of a text without an end, only the beginning may be seen. */
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
  return ASCII.test(text) ? text.length : sumCells(splitClusters(text));
}

/** Gives the form in which a text is drawn, cut to so many cells; what was cut is marked with `…`. */
export function cutToCells(text: string, cells: number): string {
  if (text.length <= cells && ASCII.test(text)) return text;
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

/** Cuts or fills with spaces behind, so that the text takes exactly so many cells. */
export function fitToCells(text: string, cells: number): string {
  const cut = cutToCells(text, cells);
  return cut + " ".repeat(Math.max(0, cells - countCells(cut)));
}

/** Breaks one line of text into rows, in the form in which they are drawn, of at most so many cells: between words where it can, else anywhere between clusters. */
export function wrapToCells(text: string, cells: number): string[] {
  if (text.length <= cells && ASCII.test(text)) return [text];
  const clusters = splitClusters(text);
  const rows: string[] = [];
  let start = 0;
  let used = 0;
  let lastSpace = -1;
  for (let index = 0; index < clusters.length; index++) {
    const cluster = clusters[index];
    if (!cluster) break;
    if (used + cluster.cells > cells && index > start) {
      const isAtSpace = cluster.text === " ";
      const end = isAtSpace ? index : lastSpace > start ? lastSpace : index;
      rows.push(joinClusters(clusters, start, end));
      // The space that a row ends at is not seen.
      start = end === index && !isAtSpace ? index : end + 1;
      used = 0;
      for (let kept = start; kept < index; kept++) used += clusters[kept]?.cells ?? 0;
      if (isAtSpace) continue;
    }
    if (cluster.text === " ") lastSpace = index;
    used += cluster.cells;
  }
  rows.push(joinClusters(clusters, start, clusters.length));
  return rows;
}

function joinClusters(clusters: readonly Cluster[], start: number, end: number): string {
  let text = "";
  for (let index = start; index < end; index++) text += clusters[index]?.drawn ?? "";
  return text;
}

function sumCells(clusters: readonly Cluster[]): number {
  return clusters.reduce((sum, { cells }) => sum + cells, 0);
}
