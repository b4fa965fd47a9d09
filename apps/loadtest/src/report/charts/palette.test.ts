import { expect, it } from "vitest";
import { DARK, LIGHT } from "./palette.ts";

/** Relative luminance as WCAG 2 defines it. */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

it.each([
  ["light", LIGHT],
  ["dark", DARK],
])(
  "is readable: words 4.5 to 1, lines 3 to 1 (%s)",
  (_name, { page, card, text, quiet, good, bad, notice, series }) => {
    const words = [text, quiet, good, bad, notice].flatMap((color) => [
      contrastOf(color, card),
      contrastOf(color, page),
    ]);
    expect(Math.min(...words)).toBeGreaterThanOrEqual(4.5);
    expect(Math.min(...series.map((color) => contrastOf(color, card)))).toBeGreaterThanOrEqual(3);
  },
);
