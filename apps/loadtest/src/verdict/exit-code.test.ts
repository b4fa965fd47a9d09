import { expect, it } from "vitest";
import { decideExitCode } from "./exit-code.ts";

it.each([
  [0, false, false, false],
  [99, false, false, true],
  [98, false, true, false],
  [98, false, true, true],
  [97, true, false, false],
  [97, true, true, true],
])("is %d: the first that applies", (code, isTesterSaturated, hasLost, isThresholdCrossed) => {
  expect(decideExitCode(isTesterSaturated, hasLost, isThresholdCrossed)).toBe(code);
});
