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
  [100, "09:30              Bob │ hello"],
  [60, "09:30        Bob │ hello"],
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
  expect(layOut(createLine("one two three four five"), 20)).toEqual(["Bob: one two three", "│ four five"]);
});

it.each(["message", "own", "server", "notice", "problem"] as const)(
  "shows the line breaks of a text of the kind %s as rows, which look like no line of anybody else",
  (kind) => {
    const breaks = ["\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"];
    for (const end of breaks) {
      const line = createLine(`a${end}${end}Ada: b${end}09:30 Ada │ c${end}`, { kind });
      const [first, ...others] = layOut(line, 60);
      expect(first).toMatch(/^09:30 .* │ a$/);
      expect(others).toEqual(["", "Ada: b", "09:30 Ada │ c"].map((text) => `${" ".repeat(17)}│ ${text}`));
      expect(layOut(line, 20).slice(1)).toEqual(["│ ", "│ Ada: b", "│ 09:30 Ada │ c"]);
    }
  },
);

it.each([4, 5, 8, 20])("lets no text begin a row in a log of %i cells", (width) => {
  const rows = layOut(createLine("x\n".repeat(20), { from: "Bob" }), width);
  for (const row of rows.slice(1)) expect(row).toMatch(/^│/);
  expect(Math.max(...rows.map(countCells))).toBeLessThanOrEqual(width);
});

it("takes time and name from the line above in a group, with another mark than a row that goes on", () => {
  const grouped = (width: number) => layOutLine(createLine("one\ntwo"), layOutLogColumns(width), true).map(rowText);
  expect(grouped(40)).toEqual(["               ├ one", "               │ two"]);
  expect(grouped(20)).toEqual(["Bob: one", "│ two"]);
});

it("leaves the rest of a wide screen empty", () => {
  const rows = layOut(createLine("word ".repeat(200)), 300);
  expect(Math.max(...rows.map(countCells))).toBeLessThanOrEqual(130);
});

it("shows only so many line breaks as rows", () => {
  const rows = layOut(createLine("x\n".repeat(30_000)), 60);
  expect(rows.length).toBeLessThan(2_000);
  expect(rows[199]).toBe(`${" ".repeat(17)}│ x`);
  expect(rows[200]).toContain("│ x␤x␤x");
});

it.each([
  ["Bob", "Bob: hi"],
  ["│ Bob", '"│ Bob": hi'],
  ["| Bob", '"| Bob": hi'],
  ["Ada: yes", '"Ada: yes": hi'],
  ["--", '"--": hi'],
  ["", '"": hi'],
])("shows where the name %j ends in a narrow log", (from, row) => {
  expect(layOut(createLine("hi", { from }), 30)).toEqual([row]);
});

it("begins a notice in a narrow log as no name can", () => {
  expect(layOut(createLine("hi", { kind: "notice", from: "" }), 30)).toEqual(["-- hi"]);
});

it("cuts a long name", () => {
  expect(layOut(createLine("hi", { from: "a".repeat(32) }), 40)).toEqual(["09:30 aaaaaaa… │ hi"]);
});

describe("what is known of a message of ours", () => {
  const own = (delivery: Parameters<typeof createLine>[1]) =>
    createLine("hi", { kind: "own", from: "Ada", ...delivery });

  it.each([
    [{ kind: "sent" } as const, "09:30        Ada │ hi"],
    [{ kind: "waiting" } as const, "09:30        Ada │ hi (waits for the connection)"],
    [{ kind: "processed", receivers: 3 } as const, "09:30        Ada │ hi ✓"],
    [{ kind: "processed", receivers: 0 } as const, "09:30        Ada │ hi (nobody else is online)"],
    [{ kind: "processed", receivers: null } as const, "09:30        Ada │ hi ✓"],
    [{ kind: "unknown" } as const, "09:30        Ada │ hi (may not have arrived)"],
    [{ kind: "unknown", reason: "no" } as const, "09:30        Ada │ hi (may not have arrived: no)"],
    [{ kind: "failed", reason: "no" } as const, "09:30        Ada │ hi (not delivered: no)"],
  ])("shows %j", (delivery, row) => {
    expect(layOut(own({ delivery }), 60)).toEqual([row]);
  });

  it("stands in a row of its own where the text leaves no room", () => {
    const rows = layOut(createLine("a".repeat(40), { kind: "own", from: "Ada", delivery: { kind: "unknown" } }), 60);
    expect(rows).toEqual([`09:30        Ada │ ${"a".repeat(40)}`, "                 │ (may not have arrived)"]);
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
