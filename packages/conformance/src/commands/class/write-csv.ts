import { displayText } from "@chat/protocol";
import type { RuleVerdict } from "../../verdict/judge.ts";
import { COLUMNS, cellsOf } from "./columns.ts";
import type { ProgramResult } from "./judge-class.ts";

/** A text at which a spreadsheet begins to calculate, also in the wide letters of East Asia. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/** Writes the class as a table for spreadsheets: a line for each program, a column for each rule. */
export function writeClassCsv(results: readonly ProgramResult[]): string {
  const found = results.flatMap(({ rules }) => rules.map(({ rule }) => rule.number));
  const numbers = [...new Set(found)].toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  const head = [...COLUMNS, "seconds", "remark", ...numbers];
  const lines = results.map((result) => {
    const states = new Map<string, RuleVerdict["state"]>(result.rules.map(({ rule, state }) => [rule.number, state]));
    return [
      ...cellsOf(result),
      result.seconds.toFixed(0),
      result.remark ?? "",
      ...numbers.map((number) => states.get(number) ?? ""),
    ];
  });
  // The mark in front says that it is UTF-8: Excel takes it for something else otherwise.
  return `\ufeff${[head, ...lines].map((cells) => `${cells.map(writeCell).join(",")}\r\n`).join("")}`;
}

/** Writes a cell that no spreadsheet takes for a formula. A line feed in it becomes a sign. */
function writeCell(text: string): string {
  const shown = displayText(text);
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
