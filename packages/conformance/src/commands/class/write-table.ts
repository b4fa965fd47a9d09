import { cutToWidth, textWidth } from "@chat/journal";
import { displayText } from "@chat/protocol";
import { countRules } from "../../reporters/shown-failures.ts";
import { COLUMNS, cellsOf, levelOf } from "./columns.ts";
import type { ProgramResult } from "./judge-class.ts";

/** Columns of the terminal that a name and a list of rules may take. */
const [GROUP_COLUMNS, FAILED_COLUMNS] = [24, 44];

/** Writes the class as a short table for a terminal. */
export function writeClassTable(results: readonly ProgramResult[]): string {
  const head = [...COLUMNS, "broken rules"];
  const lines = results.map((result) => {
    const broken = result.rules.flatMap(({ rule, state }) => (state === "failed" ? [rule.number] : []));
    const cells = cellsOf({ ...result, group: cutToWidth(displayText(result.group), GROUP_COLUMNS) });
    return [...cells, cutToWidth(broken.join(" ") || displayText(result.remark ?? ""), FAILED_COLUMNS)];
  });
  const table = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...table.map((cells) => textWidth(cells[column] ?? ""))));
  const pad = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - textWidth(cell));
  return table.map((cells) => `${cells.map(pad).join("  ").trimEnd()}\n`).join("");
}

/** Writes the line that says that a program is done. */
export function writeProgress(result: ProgramResult, done: number, count: number): string {
  const { group, kind, seconds } = result;
  const place = `[${String(done).padStart(String(count).length)}/${count}]`;
  const failed = countRules(result, "failed");
  return `${place} ${displayText(group)}, ${kind}: level ${levelOf(result)}, broken rules: ${failed}, ${seconds.toFixed(0)} s\n`;
}
