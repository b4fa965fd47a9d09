import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import type { PromptMenu } from "../input/prompt.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";

/** The least height of a menu whose last row shows the number of hidden choices. */
const ROWS_WITH_REST = 4;

/** Lays out the choices at the prompt, always with the chosen one, and the number of those that don't fit. */
export function menuRows({ items, selected }: PromptMenu, width: number, height: number): Row[] {
  const hasRest = items.length > height && height >= ROWS_WITH_REST;
  const room = hasRest ? height - 1 : height;
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), items.length - room));
  const labels = items.map(({ label }) => displayText(label));
  const labelCells = Math.min(Math.floor(width / 2), Math.max(...labels.map(countCells)));
  const rows = items.slice(first, first + room).map((item, index): Row => {
    const isSelected = first + index === selected;
    const label = fitToCells(labels[first + index] ?? "", labelCells);
    const origin = item.isServer ? "server" : "here";
    const hint = item.hint === "" ? "" : `  ${displayText(item.hint)} (${origin})`;
    const hintCells = Math.max(0, width - 2 - labelCells);
    return [
      { text: isSelected ? "▸ " : "  ", isBold: true },
      { text: label, isInverse: isSelected },
      { text: cutToCells(hint, hintCells), isDim: true },
    ];
  });
  const rest: Row = [{ text: cutToCells(`  … ${items.length - room} more: Tab goes through all`, width), isDim: true }];
  return hasRest ? [...rows, rest] : rows;
}
