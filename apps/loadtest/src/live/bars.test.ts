import { describe, expect, it } from "vitest";
import { drawBars, drawProgressBar } from "./bars.ts";

it.each([
  [0, "░░░░░░░░░░"],
  [0.55, "█████░░░░░"],
  [1, "██████████"],
  [1.5, "██████████"],
  [-1, "░░░░░░░░░░"],
])("draws %d", (progress, bar) => expect(drawProgressBar(progress, 10)).toBe(bar));

describe("bars", () => {
  it.each([
    ["nothing", [], 10, ""],
    ["no room", [1, 2], 0, ""],
    ["no messages", [0, 0, 0], 10, "▁▁▁"],
    ["a rise", [1, 2, 3, 4, 5, 6, 7, 8], 10, "▁▂▃▄▅▆▇█"],
    ["one value", [5], 10, "█"],
    ["what was not measured", [null, 5, null], 10, " █ "],
    ["more values than cells, with every peak", [1, 0, 0, 8, 0, 0, 4, 0], 4, "▁█▁▄"],
    ["more values than cells, some of them unknown", [null, 4, null, null], 2, "█ "],
  ])("are one row of %s", (_, values, cells, line) => {
    expect(drawBars(values, { cells, rows: 1 }, Math.max)).toEqual([line]);
  });

  it("fill several rows from below", () => {
    expect(drawBars([1, 8, 16, 24, 12], { cells: 5, rows: 3 }, Math.max)).toEqual([
      "   █ ", //
      "  ██▄",
      "▁████",
    ]);
  });

  it("keep every dip where the least is the worst", () => {
    expect(drawBars([8, 8, 8, 0, 8, 8], { cells: 3, rows: 1 }, Math.min)).toEqual(["█▁█"]);
  });

  it("take no more cells than they may", () => {
    const values = Array.from({ length: 120 }, (_, index) => index);
    for (let cells = 1; cells < 50; cells++) {
      expect(drawBars(values, { cells, rows: 1 }, Math.max)[0]?.length).toBeLessThanOrEqual(cells);
    }
  });
});
