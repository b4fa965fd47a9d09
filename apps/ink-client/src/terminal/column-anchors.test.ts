import { displayText } from "@chat/protocol";
import { type CharacterWidth, VirtualTerminal } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { wideTexts } from "../../test/corpora/wide-texts.ts";
import { TERMINALS } from "../../test/support/terminal-widths.ts";
import { countCells, cutToCells } from "../view/cells.ts";
import { drawnCluster } from "../view/drawn-cluster.ts";
import { measureCluster } from "../view/measured-cluster.ts";
import { ColumnAnchors } from "./column-anchors.ts";

const COLUMNS = 120;

function anchored(text: string, columns = COLUMNS): string {
  return new ColumnAnchors().apply(text, columns);
}

const drawableTexts = wideTexts.filter(({ text }) => rightColumn(text) < COLUMNS - 10);

/** Draws each text with a column to its right, and gives those behind which that column is not where it should be. */
async function findShifted(draw: (frame: string) => string, characterWidth?: CharacterWidth): Promise<string[]> {
  const rows = drawableTexts.map(({ text }) => `12:34 <${cutToCells(text, COLUMNS)}> right`);
  using terminal = new VirtualTerminal({
    columns: COLUMNS,
    rows: rows.length,
    ...(characterWidth ? { characterWidth } : {}),
  });
  await terminal.write(`\u001b[?7l${draw(rows.join("\r\n"))}`);
  return drawableTexts
    .map(({ text }) => text)
    .filter((text, row) => {
      const cells = terminal.cells(row).slice(rightColumn(text));
      const shown = cells.map(({ characters }) => characters || " ").join("");
      return shown.trimEnd() !== "> right";
    });
}

function rightColumn(text: string): number {
  return countCells("12:34 <") + countCells(text);
}

it("draws nearly all of the texts", () => {
  expect(drawableTexts.length).toBeGreaterThan(wideTexts.length - 10);
});

it.each(TERMINALS)("keeps columns aligned on a terminal that %s", async (_name, { characterWidth }) => {
  expect(await findShifted(anchored, characterWidth)).toEqual([]);
});

it.each(TERMINALS)("is needed on a terminal that %s", async (_name, { characterWidth }) => {
  const shifted = await findShifted((row) => row, characterWidth);
  expect(shifted.length).toBeGreaterThan(50);
});

describe("what is written", () => {
  it("passes ASCII with its colours and moves as it is", () => {
    const frame = "\u001b[2K\u001b[1A\u001b[G\u001b[31mred\u001b[39m text\r\n\u001b]0;title\u0007next";
    expect(anchored(frame)).toBe(frame);
  });

  it.each([
    ["letters of one cell", "Straße, naïve, Ελλάδα, лето, հայ, שלום, ქარ, tiếng"],
    ["characters that were always wide", "漢字かなカナ한글ＡＢ、。「」"],
  ])("passes %s as they are, word by word", (_what, text) => {
    for (const word of text.split(/[ ,]+/)) expect(anchored(word)).toBe(word);
  });

  it("blanks the cells, draws, and tells the next column", () => {
    expect(anchored("ab👩‍🚀c")).toBe("ab  \u001b[3G👩‍🚀\u001b[5Gc\u001b[K");
  });

  it("anchors each of several in a row, on blanks written once", () => {
    expect(anchored("“é…”x")).toBe(" \u001b[1G“\u001b[2Gé  \u001b[3G…\u001b[4G”\u001b[5Gx\u001b[K");
  });

  it("takes a letter with its marks for one, also where the letter is of ASCII", () => {
    expect(anchored("cafe\u0301s")).toBe("caf \u001b[4Ge\u0301\u001b[5Gs\u001b[K");
    expect(anchored("1\ufe0f\u20e3.")).toBe("  \u001b[1G1\ufe0f\u20e3\u001b[3G.\u001b[K");
  });

  it("gives what may join the character before it a blank of its own to join", () => {
    expect(anchored("<\u1161>")).toBe("< \u001b[2G \u1161\u001b[3G>\u001b[K");
  });

  it("draws a cluster that was split for Ink in one, with all its letters", () => {
    const split = drawnCluster("स्ते");
    expect(anchored(`<${split}>`)).toBe("<  \u001b[2Gस्ते\u001b[4G>\u001b[K");
  });

  it("erases to the end of each row on which something may have spilled, and of no other", () => {
    expect(anchored("a\r\n→\r\nb")).toBe("a\r\n \u001b[1G→\u001b[2G\u001b[K\r\nb");
  });

  it("erases nothing where the row is full", () => {
    expect(anchored("abc→", 4)).not.toContain("\u001b[K");
  });

  it("lets colours and links be where they are", () => {
    const link = "\u001b]8;;https://example.org/\u001b\\";
    expect(anchored(`\u001b[1m→\u001b[22m${link}x`)).toBe(`\u001b[1m \u001b[1G→\u001b[2G\u001b[22m${link}x\u001b[K`);
  });
});

describe("the column", () => {
  it.each([
    ["a move to a column", "xxx\u001b[7G", 6],
    ["a move to the first column", "xxx\u001b[G", 0],
    ["a move to a row and column", "xxx\u001b[4;9H", 8],
    ["a move home", "xxx\u001b[H", 0],
    ["a move to the next row's start", "xxx\u001b[2E", 0],
    ["a move right", "xxx\u001b[4C", 7],
    ["a move left", "xxx\u001b[D", 2],
    ["a move left past the edge", "xxx\u001b[9D", 0],
    ["a move up", "xxx\u001b[2A", 3],
    ["an erasure", "xxx\u001b[K", 3],
    ["a mode", "xxx\u001b[?25h", 3],
    ["a return", "xxx\r", 0],
    ["a line feed", "xxx\n", 0],
    ["wide characters", "漢字", 4],
  ])("is known after %s", (_what, text, column) => {
    const anchors = new ColumnAnchors();
    anchors.apply(text, COLUMNS);
    expect(anchors.apply("→", COLUMNS)).toContain(`\u001b[${column + 2}G`);
  });
});

it("agrees with the terminal about every character that it does not doubt", async () => {
  const plain = Array.from({ length: 0x30000 - 0x20 }, (_, index) =>
    measureCluster(String.fromCodePoint(0x20 + index)),
  ).filter(({ isDoubtful }) => !isDoubtful);
  expect(plain.length).toBeGreaterThan(70_000);

  const rows = Array.from({ length: Math.ceil(plain.length / 64) }, (_, row) => plain.slice(row * 64, (row + 1) * 64));
  using terminal = new VirtualTerminal({ columns: 130, rows: rows.length });
  await terminal.write(rows.map((row) => `${row.map(({ text }) => text).join("")}|`).join("\r\n"));
  for (const [row, clusters] of rows.entries()) {
    const end = clusters.reduce((sum, { cells }) => sum + cells, 0);
    expect(terminal.cells(row)[end]?.characters, clusters.map(({ text }) => text).join("")).toBe("|");
  }
});

it("stays inside one row whatever it is given, at the right edge too", async () => {
  const texts = [...wideTexts, ...hostileTexts].map(({ text }) => displayText(text).slice(0, 300).toWellFormed());
  using terminal = new VirtualTerminal({ columns: 30, rows: 2 * texts.length });
  await terminal.write(`\u001b[?7l${anchored(texts.join("\r\n\r\n"), 30)}`);
  const rowsBetween = terminal.lines().filter((_, row) => row % 2 === 1);
  expect(rowsBetween).toEqual(texts.map(() => ""));
});
