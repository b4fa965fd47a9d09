import { expect, it } from "vitest";
import { drawProgressBar } from "./progress-bar.ts";

it.each([
  [0, "░░░░░░░░░░"],
  [0.55, "█████░░░░░"],
  [1, "██████████"],
  [1.5, "██████████"],
  [-1, "░░░░░░░░░░"],
])("draws %d", (progress, bar) => expect(drawProgressBar(progress, 10)).toBe(bar));
