import { displayText } from "@chat/protocol";
import type { Row, Segment, Style } from "@chat/terminal-rows/row";
import { foldText } from "../input/folded-text.ts";
import { splitClusters } from "./cells.ts";
import { RowCache } from "./row-cache.ts";

const HIT: Style = { isInverse: true };
const CURRENT_HIT: Style = { isInverse: true, isBold: true, color: "yellow" };

/** A part of a text, in code units. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** The time before a line is not searched. */
const TIME = /^[\d:]+ +$/;

/** To mark a long line takes time, and each frame shows it again. */
const markedRows = new RowCache<readonly Row[]>(2_000);

/** Marks a text wherever it stands in the rows of a line. Where it is broken over two rows, all of the line is marked. */
export function markHits(rows: readonly Row[], wanted: string, isCurrent: boolean): readonly Row[] {
  const style = isCurrent ? CURRENT_HIT : HIT;
  return markedRows.rowsOf(rows, `${isCurrent} ${wanted}`, () => {
    const folded = foldText(displayText(wanted));
    const marked = rows.map((row) => markRow(row, folded, style));
    const isMarked = marked.some((row, index) => row !== rows[index]);
    return isMarked ? marked : rows.map((row) => row.map((segment) => ({ ...segment, ...style })));
  });
}

/** Finds the first row of a line with a mark. */
export function findMarkedRow(rows: readonly Row[], wanted: string): number {
  return markHits(rows, wanted, true).findIndex((row, index) => row !== rows[index]);
}

function markRow(row: Row, folded: string, style: Style): Row {
  const places = row.map(({ text }) => (TIME.test(text) ? [] : findPlaces(text, folded)));
  return places.flat().length === 0 ? row : row.flatMap((segment, index) => split(segment, places[index] ?? [], style));
}

function split(segment: Segment, places: readonly Place[], style: Style): Segment[] {
  const { text } = segment;
  const parts = places.flatMap(({ start, end }, index): Segment[] => [
    { ...segment, text: text.slice(places[index - 1]?.end ?? 0, start) },
    { ...segment, ...style, text: text.slice(start, end) },
  ]);
  return [...parts, { ...segment, text: text.slice(places.at(-1)?.end ?? 0) }].filter((part) => part.text !== "");
}

/** Finds where a folded text stands in a shown one. A cluster is marked as a whole. */
function findPlaces(text: string, folded: string): Place[] {
  let all = "";
  const clusters: Place[] = [];
  let start = 0;
  for (const cluster of splitClusters(text)) {
    const end = start + cluster.text.length;
    const part = foldText(cluster.text);
    for (let index = 0; index < part.length; index++) clusters.push({ start, end });
    all += part;
    start = end;
  }
  const places: Place[] = [];
  for (let at = all.indexOf(folded); at !== -1; at = all.indexOf(folded, at + folded.length)) {
    const [first, last] = [clusters[at], clusters[at + folded.length - 1]];
    if (first && last && first.start >= (places.at(-1)?.end ?? 0)) places.push({ start: first.start, end: last.end });
  }
  return places;
}
