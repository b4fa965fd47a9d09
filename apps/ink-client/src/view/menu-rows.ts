import { displayText } from "@chat/protocol";
import type { PromptMenu } from "../input/prompt.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import type { Row } from "./row.ts";

/** The choices at the prompt, the chosen one always among them. */
export function menuRows({ items, selected }: PromptMenu, width: number, height: number): Row[] {
  const first = Math.max(0, Math.min(selected - Math.floor(height / 2), items.length - height));
  const labels = items.map(({ label }) => displayText(label));
  const labelCells = Math.min(Math.floor(width / 2), Math.max(...labels.map(countCells)));
  return items.slice(first, first + height).map((item, index): Row => {
    const isSelected = first + index === selected;
    const label = fitToCells(labels[first + index] ?? "", labelCells);
    const origin = item.isServer ? "server" : "here";
    const hint = item.hint === "" ? "" : `  ${displayText(item.hint)} (${origin})`;
    const room = Math.max(0, width - 2 - labelCells);
    return [
      { text: isSelected ? "▸ " : "  ", isBold: true },
      { text: label, isInverse: isSelected },
      { text: cutToCells(hint, room), isDim: true },
    ];
  });
}
