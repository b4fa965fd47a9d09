import { expect, it } from "vitest";
import { NICK_COLORS, nickColor } from "./nick-color.ts";

/** Relative luminance of a colour of the 6×6×6 cube, as the accessibility guidelines define it. */
function luminance(color: number): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const index = color - 16;
  const [red, green, blue] = [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((level) => {
    const ratio = (levels[level] ?? 0) / 255;
    return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

it.each(NICK_COLORS)("has a colour %i that is readable on black and on white", (color) => {
  expect((luminance(color) + 0.05) / 0.05).toBeGreaterThanOrEqual(3.5);
  expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(3.5);
});

it("gives a name the same colour however it is spelled", () => {
  expect(nickColor("Ada")).toBe(nickColor("ada"));
  expect(nickColor("Ada")).toBe("ansi256(130)");
});

it("spreads names over all colours", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `user${index}`);
  expect(new Set(names.map(nickColor)).size).toBe(NICK_COLORS.length);
});
