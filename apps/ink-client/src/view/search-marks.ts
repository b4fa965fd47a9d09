import { displayText } from "@chat/protocol";
import { type Row, rowText, type Style } from "@chat/terminal-rows/row";
import { foldText } from "../input/folded-text.ts";
import { splitClusters } from "./cells.ts";
import { RowCache } from "./row-cache.ts";
import { type StyledRange, styleRanges } from "./styled-ranges.ts";

const HIT: Style = { isInverse: true };
const CURRENT_HIT: Style = { isInverse: true, isBold: true, color: "yellow" };

type Place = Pick<StyledRange, "start" | "end">;

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
  const [first] = row;
  const timeLength = first && TIME.test(first.text) ? first.text.length : 0;
  const hits = findPlaces(rowText(row).slice(timeLength), folded).map((place) => ({ ...place, style }));
  if (hits.length === 0) return row;
  let offset = -timeLength;
  return row.flatMap((segment) => {
    const marked = styleRanges(segment, offset, hits);
    offset += segment.text.length;
    return marked;
  });
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
