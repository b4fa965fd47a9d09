import { rowText } from "@chat/terminal-rows/row";
import { describe, expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { countCells } from "./cells.ts";
import { layOutLine } from "./line-rows.ts";
import { layOutLogColumns } from "./log-columns.ts";

function layOut(line: Parameters<typeof layOutLine>[0], width: number): string[] {
  return layOutLine(line, layOutLogColumns(width)).map(rowText);
}

it.each([
  [100, "09:30:15              Bob │ hello"],
  [60, "09:30          Bob │ hello"],
  [40, "09:30      Bob │ hello"],
  [20, "Bob: hello"],
])("shows time, name and text in a log of %i cells", (width, row) => {
  expect(layOut(createLine("hello"), width)).toEqual([row]);
});

it("goes on below the text, with blanks where time and name stand", () => {
  expect(layOut(createLine("one two three four five six"), 40)).toEqual([
    "09:30      Bob │ one two three four five",
    "               │ six",
  ]);
  expect(layOut(createLine("one two three four five"), 20)).toEqual(["Bob: one two three", "  four five"]);
});

it("keeps a line break that somebody sends inside the line, and one of the server's as such", () => {
  expect(layOut(createLine("a\n09:30      Ada │ b"), 60)).toEqual(["09:30          Bob │ a␤09:30      Ada │ b"]);
  expect(layOut(createLine("a\nb", { kind: "server", from: "SERVER" }), 60)).toEqual([
    "09:30       SERVER │ a",
    "                   │ b",
  ]);
});

it("cuts a long name", () => {
  expect(layOut(createLine("hi", { from: "a".repeat(32) }), 40)).toEqual(["09:30 aaaaaaa… │ hi"]);
});

describe("what is known of a message of ours", () => {
  const own = (delivery: Parameters<typeof createLine>[1]) =>
    createLine("hi", { kind: "own", from: "Ada", ...delivery });

  it.each([
    [{ kind: "sent" } as const, "09:30          Ada │ hi"],
    [{ kind: "waiting" } as const, "09:30          Ada │ hi (waits for the connection)"],
    [{ kind: "processed", receivers: 3 } as const, "09:30          Ada │ hi (to 3 users)"],
    [{ kind: "processed", receivers: 1 } as const, "09:30          Ada │ hi (to 1 user)"],
    [{ kind: "processed", receivers: null } as const, "09:30          Ada │ hi ✓"],
    [{ kind: "unknown" } as const, "09:30          Ada │ hi (may not have arrived)"],
    [{ kind: "failed", reason: "no" } as const, "09:30          Ada │ hi (not delivered: no)"],
  ])("shows %j", (delivery, row) => {
    expect(layOut(own({ delivery }), 60)).toEqual([row]);
  });

  it("stands in a row of its own where the text leaves no room", () => {
    const rows = layOut(createLine("a".repeat(38), { kind: "own", from: "Ada", delivery: { kind: "unknown" } }), 60);
    expect(rows).toEqual([`09:30          Ada │ ${"a".repeat(38)}`, "                   │ (may not have arrived)"]);
  });
});

it("never lays out a row wider than the log", () => {
  const texts = ["日本語のとても長い文章です。".repeat(9), "x".repeat(500), "word ".repeat(80), "👩‍👩‍👧".repeat(60)];
  for (const width of [8, 20, 39, 40, 41, 77, 300]) {
    for (const text of texts) {
      for (const row of layOut(createLine(text, { from: "ｅｖｅ".repeat(5) }), width)) {
        expect(countCells(row)).toBeLessThanOrEqual(width);
      }
    }
  }
});
