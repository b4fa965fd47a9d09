import { describe, expect, it } from "vitest";
import { VirtualTerminal } from "./virtual-terminal.ts";

describe("VirtualTerminal", () => {
  it("shows what was written as lines, with the spaces at their ends cut", async () => {
    using terminal = new VirtualTerminal({ columns: 10, rows: 3 });
    await terminal.write("one  \r\n  two");
    expect(terminal.lines()).toEqual(["one", "  two", ""]);
    expect(terminal.cursor).toEqual({ row: 1, column: 5, isVisible: true });
  });

  it("returns to the first column at a line feed only when it is told to", async () => {
    using tty = new VirtualTerminal({ columns: 10, rows: 2 });
    using pipe = new VirtualTerminal({ columns: 10, rows: 2, convertsNewlines: true });
    for (const terminal of [tty, pipe]) await terminal.write("one\ntwo");
    expect(tty.lines()).toEqual(["one", "   two"]);
    expect(pipe.lines()).toEqual(["one", "two"]);
  });

  it("tells the look of each cell, and which are halves of a wide character", async () => {
    using terminal = new VirtualTerminal({ columns: 8, rows: 1 });
    await terminal.write("\u001b[1;31ma\u001b[0;7;48;5;200mb\u001b[0;4;38;2;1;2;255m漢\u001b[m");
    const [a, b, first, second, blank] = terminal.cells(0);
    expect(a).toMatchObject({ characters: "a", width: 1, foreground: 1, background: "default", isBold: true });
    expect(b).toMatchObject({
      characters: "b",
      foreground: "default",
      background: 200,
      isInverse: true,
      isBold: false,
    });
    expect(first).toMatchObject({ characters: "漢", width: 2, foreground: "#0102ff", isUnderlined: true });
    expect(second).toMatchObject({ characters: "", width: 0 });
    expect(blank).toMatchObject({ characters: "", width: 1, isUnderlined: false });
  });

  it("refuses a row that there is not", () => {
    using terminal = new VirtualTerminal({ rows: 2 });
    expect(() => terminal.cells(2)).toThrow(RangeError);
    expect(() => terminal.cells(-1)).toThrow(RangeError);
  });

  it("keeps what scrolled off the normal screen, and nothing of the alternate one", async () => {
    using terminal = new VirtualTerminal({ columns: 5, rows: 2, scrollbackRows: 2 });
    await terminal.write("1\r\n2\r\n3\r\n4\r\n5");
    expect(terminal.scrollbackLines()).toEqual(["2", "3"]);
    await terminal.write("\u001b[?1049h6\r\n7\r\n8\r\n9");
    expect(terminal.activeBuffer).toBe("alternate");
    expect(terminal.scrollbackLines()).toHaveLength(2);
    await terminal.write("\u001b[?1049l");
    expect(terminal.lines()).toEqual(["4", "5"]);
  });

  it("counts bells, and keeps the title and the answers", async () => {
    using terminal = new VirtualTerminal();
    await terminal.write("\u0007\u0007\u001b]2;a title\u0007\u001b[6n");
    expect(terminal).toMatchObject({ bellCount: 2, title: "a title", answers: "\u001b[1;1R" });
    expect(terminal.sideEffects).toEqual(["operating system command 2: a title"]);
  });

  it("tells of what no cell shows", async () => {
    using terminal = new VirtualTerminal();
    await terminal.write("\u001b]52;c;aGk=\u0007\u001bPq#0\u001b\\\u001b(0\u001b[8;1;1t");
    expect(terminal.sideEffects).toEqual([
      "operating system command 52: c;aGk=",
      "device control q: #0",
      "choose a character set ((0)",
      "change the window: 8,1,1",
    ]);
  });

  it("takes a snapshot in which every mode counts, and which leaves no trace", async () => {
    using terminal = new VirtualTerminal();
    const before = await terminal.snapshot();
    expect(await terminal.snapshot()).toEqual(before);
    for (const change of ["\u001b[?25l", "\u001b[2;5r", "\u001b[4h", "\u001b[?7l", "\u001b[?1003h", "\u001b[?2004h"]) {
      using changed = new VirtualTerminal();
      await changed.write(change);
      expect((await changed.snapshot()).modes, change).not.toEqual(before.modes);
    }
  });

  it("believes the widths that it is given", async () => {
    using narrow = new VirtualTerminal({ characterWidth: (codePoint) => (codePoint === 0x0301 ? 0 : 1) });
    using wide = new VirtualTerminal({ characterWidth: () => 2 });
    for (const terminal of [narrow, wide]) await terminal.write("漢e\u0301");
    expect(narrow.cursor.column).toBe(2);
    expect(narrow.cells(0)[1]?.characters).toBe("e\u0301");
    expect(wide.cursor.column).toBe(6);
  });

  it("waits for a screen, and says what there was instead", async () => {
    using terminal = new VirtualTerminal({ columns: 20, rows: 2 });
    const shown = terminal.waitForScreen(/welcome/i);
    await terminal.write("Hello. ");
    await terminal.write("Welcome!");
    expect(await shown).toBe("Hello. Welcome!\n");
  });
});
