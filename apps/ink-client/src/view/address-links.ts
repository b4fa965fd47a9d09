import type { Segment, Style } from "@chat/terminal-rows/row";
import { drawClusters, splitClusters } from "./cells.ts";
import { styleRanges } from "./styled-ranges.ts";

/** The longest address that becomes a link, in characters: many terminals ignore links of more than 2,083 bytes. */
const MAX_ADDRESS_LENGTH = 2_000;

/** The most links in a line of text: each row is compared with each of them. */
const MAX_LINKS = 100;

/** An address of the web, up to the next character that only stands beside one. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"`{}|\\^]+/giu;

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
  const drawn = drawClusters(splitClusters(line));
  const links = findAddresses(drawn).map(({ address, index }) => {
    return { start: index, end: index + address.length, style: { link: { address, id: `${id}-${index}` } } };
  });
  let end = 0;
  return rows.map((text) => {
    // Between two rows a space may be left out.
    const start = Math.max(end, drawn.indexOf(text, end));
    end = start + text.length;
    return styleRanges({ text, ...style }, start, links);
  });
}

function findAddresses(text: string): { readonly address: string; readonly index: number }[] {
  return Array.from(text.matchAll(ADDRESS), ({ 0: match, index }) => ({ address: trimEnd(match), index }))
    .filter(({ address }) => /^[!-~]+$/.test(address) && address.length <= MAX_ADDRESS_LENGTH && URL.canParse(address))
    .slice(0, MAX_LINKS);
}

/** Leaves out what ends a sentence more often than an address, and brackets that are not opened within it. */
function trimEnd(address: string): string {
  const behind = `.,;:!?'${address.includes("(") ? "" : ")"}${address.includes("[") ? "" : "]"}`;
  let end = address.length;
  while (behind.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
