import { expect, it } from "vitest";
import { drawProgressBar, drawSparkline } from "./bars.ts";

it.each([
  [0, "░░░░░░░░░░"],
  [0.55, "█████░░░░░"],
  [1, "██████████"],
  [1.5, "██████████"],
  [-1, "░░░░░░░░░░"],
])("draws %d", (progress, bar) => expect(drawProgressBar(progress, 10)).toBe(bar));

it.each([
  ["nothing", [], 10, ""],
  ["no room", [1, 2], 0, ""],
  ["no messages", [0, 0, 0], 10, "▁▁▁"],
  ["a rise", [0, 1, 2, 3, 4, 5, 6, 7], 10, "▁▂▃▄▅▆▇█"],
  ["one value", [5], 10, "█"],
  ["more values than cells, with every peak", [1, 0, 0, 8, 0, 0, 4, 0], 4, "▂█▁▅"],
])("draws %s", (_, values, cells, line) => expect(drawSparkline(values, cells)).toBe(line));

it("takes no more cells than it may", () => {
  for (let cells = 1; cells < 50; cells++) {
    expect(
      drawSparkline(
        Array.from({ length: 120 }, (_, index) => index),
        cells,
      ).length,
    ).toBeLessThanOrEqual(cells);
  }
});
