import { describe, expect, it } from "vitest";
import { differencesOutside } from "./differences-outside.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";

const AREA = { row: 1, column: 2, rows: 1, columns: 3 };

async function see(written: string, columns = 6) {
  using terminal = new VirtualTerminal({ columns, rows: 3 });
  await terminal.write(written);
  return await terminal.snapshot();
}

describe("differencesOutside", () => {
  it("lets the cells of an area be as they like", async () => {
    const before = await see("\u001b[2;3Habc\u001b[H");
    const after = await see("\u001b[2;3H\u001b[31mx漢\u001b[m\u001b[H");
    expect(differencesOutside(before, after, AREA)).toEqual([]);
  });

  it("lets the cells of several areas be as they like, and no others", async () => {
    const before = await see("");
    const after = await see("ab\u001b[2;3Hcd\u001b[H");
    const corner = { row: 0, column: 0, rows: 1, columns: 2 };
    expect(differencesOutside(before, after, corner, AREA)).toEqual([]);
    expect(differencesOutside(before, after, corner)).toHaveLength(2);
    expect(differencesOutside(before, after)).toHaveLength(4);
  });

  it("takes a cell that was never written for a blank one", async () => {
    expect(differencesOutside(await see("a\u001b[H"), await see("a \u001b[H"), AREA)).toEqual([]);
  });

  it.each([
    ["a character", "\u001b[2;6HX\u001b[H", "Row 1, column 5"],
    ["a colour", "\u001b[41m \u001b[m\u001b[H", "Row 0, column 0"],
    ["the cursor's place", "\u001b[2;2H", "cursor"],
    ["a hidden cursor", "\u001b[?25l", "cursor"],
    ["the title", "\u001b]0;mine\u0007", "title"],
    ["a bell", "\u0007", "bellCount"],
    ["the alternate screen", "\u001b[?1049h", "activeBuffer"],
    ["a mode", "\u001b[?1h", "modes"],
    ["a scroll region", "\u001b[1;2r", "modes"],
    ["an answer", "\u001b[c", "answers"],
    ["the clipboard", "\u001b]52;c;aGk=\u0007", "sideEffects"],
    ["the scrollback", "\n\n\n\u001b[H", "scrollbackLines"],
  ])("tells of %s", async (_what, written, place) => {
    const differences = differencesOutside(await see(""), await see(written), AREA);
    expect(differences.some((difference) => difference.startsWith(place))).toBe(true);
  });

  it("compares no screens of different sizes", async () => {
    expect(differencesOutside(await see(""), await see("", 7), AREA)).toEqual([
      "The screen has 7×3 cells and had 6×3.",
    ]);
  });
});
