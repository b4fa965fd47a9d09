import type { Segment, Style } from "@chat/terminal-rows/row";
import { splitClusters } from "./cells.ts";

/** The longest address that becomes a link, in characters: many terminals ignore links of more than 2,083 bytes. */
const MAX_ADDRESS_LENGTH = 2_000;

/** An address of the web, up to the next character that only stands beside one. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"`{}|\\^]+/giu;

/** Characters that end a sentence more often than an address. */
const SENTENCE_END = ".,;:!?'";

/** An address in a text: where it starts and ends, in UTF-16 units. */
interface FoundAddress {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes links of the web addresses in a line of text. An address on several rows is one link, so the terminal opens all of it.
 * A link always leads to the very address that is seen, and nothing but printable ASCII becomes one.
 *
 * @param line safe to show, and not yet wrapped
 * @param rows the line in drawn rows, as `wrapToCells` returns them
 * @param id names the line: parts of a link are known by it as one
 */
export function linkAddresses(line: string, rows: readonly string[], style: Style, id: string): Segment[][] {
  if (!/https?:\/\//i.test(line)) return rows.map((text) => [{ text, ...style }]);
  const drawn = splitClusters(line)
    .map((cluster) => cluster.drawn)
    .join("");
  const found = findAddresses(drawn);
  let end = 0;
  return rows.map((row) => {
    // Between two rows a space may be left out.
    const start = Math.max(end, drawn.indexOf(row, end));
    end = start + row.length;
    return linkRow(row, start, found, style, id);
  });
}

function linkRow(row: string, offset: number, found: readonly FoundAddress[], style: Style, id: string): Segment[] {
  const segments: Segment[] = [];
  let used = 0;
  for (const { address, start, end } of found) {
    const [from, to] = [Math.max(used, start - offset), Math.min(row.length, end - offset)];
    if (from >= to) continue;
    if (from > used) segments.push({ text: row.slice(used, from), ...style });
    segments.push({ text: row.slice(from, to), ...style, link: { address, id: `${id}-${start}` } });
    used = to;
  }
  if (used < row.length || segments.length === 0) segments.push({ text: row.slice(used), ...style });
  return segments;
}

function findAddresses(text: string): FoundAddress[] {
  return Array.from(text.matchAll(ADDRESS), ({ 0: match, index }) => {
    const address = match.slice(0, findEnd(match));
    return { address, start: index, end: index + address.length };
  }).filter(({ address }) => {
    return /^[!-~]+$/.test(address) && address.length <= MAX_ADDRESS_LENGTH && URL.canParse(address);
  });
}

/** Leaves out what ends the sentence, and brackets that are not opened within the address. */
function findEnd(address: string): number {
  const behind = [SENTENCE_END, address.includes("(") ? "" : ")", address.includes("[") ? "" : "]"].join("");
  let end = address.length;
  while (behind.includes(address.charAt(end - 1))) end -= 1;
  return end;
}
