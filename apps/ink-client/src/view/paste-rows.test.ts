import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { askAboutPaste, nextPasteUse, type PasteQuestion } from "../input/pasted-lines.ts";
import { countCells } from "./cells.ts";
import { pasteRows } from "./paste-rows.ts";

function shown(question: PasteQuestion, width: number, height = 6): string[] {
  return pasteRows(question, "Everyone", width, height).map(rowText);
}

const FOUR = askAboutPaste(["if x:", "  a", "", "  b"]);
const MANY = askAboutPaste(Array.from({ length: 300 }, (_, index) => `line ${index}`));

it("says what each answer does, and shows the lines", () => {
  expect(shown(FOUR, 60)).toEqual([
    "Send these 4 lines to Everyone?",
    "Esc: no. Enter: as one message. Tab: another way.",
    "  if x:",
    "    a",
    "  ",
    "    b",
  ]);
  expect(shown(nextPasteUse(FOUR), 60)[1]).toBe("Esc: no. Enter: as 3 messages. Tab: another way.");
  expect(shown(nextPasteUse(nextPasteUse(FOUR)), 60)[0]).toBe("Put these 4 lines into the prompt?");
  expect(shown(MANY, 60).slice(0, 2)).toEqual([
    "Send these 300 lines to Everyone?",
    "Esc: no. y: as one message. Tab: another way.",
  ]);
});

it("shows its way out in the smallest terminal, and cuts no question", () => {
  for (const question of [FOUR, MANY, nextPasteUse(MANY), nextPasteUse(nextPasteUse(MANY))]) {
    const rows = shown(question, 20, 3);
    expect(rows[0]).toMatch(/^Esc: no\. (?:Enter|y): yes\.$/);
    expect(rows[2]).toBe("Tab: another way");
    for (const row of rows) expect(countCells(row)).toBeLessThanOrEqual(20);
    expect(rows.join("")).not.toContain("…");
  }
});
