import type { Row } from "@chat/terminal-rows/row";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import { choosePalette, NAME_COLORS, nickColor, PALETTES, type Palette, paintRow } from "./theme.ts";

const { dark: DARK, light: LIGHT, none: NO_COLORS } = PALETTES;
const { "high-contrast-dark": DARK_HIGH_CONTRAST, "high-contrast-light": LIGHT_HIGH_CONTRAST } = PALETTES;

/** Usual backgrounds at both ends of each kind: black, Nord; white, the light one of Solarized. */
const DARK_BACKGROUNDS = [0x00_00_00, 0x2e_34_40];
const LIGHT_BACKGROUNDS = [0xff_ff_ff, 0xfd_f6_e3];

/** The contrast of two colours, from 1 to 21, as the accessibility guidelines (WCAG 2) define it. */
function contrast(one: number, other: number): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: number): number {
  const [red = 0, green = 0, blue = 0] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((level) => {
    const ratio = level / 255;
    return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The parts of a colour of the 6×6×6 cube, which is the same in every terminal. */
function rgbOf(color: number): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const index = color - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6];
  return ((levels[red] ?? 0) << 16) | ((levels[green] ?? 0) << 8) | (levels[blue] ?? 0);
}

describe("the colours of a theme", () => {
  it.each<[string, Palette, number, readonly number[]]>([
    ["dark", DARK, 4.5, DARK_BACKGROUNDS],
    ["light", LIGHT, 4.5, LIGHT_BACKGROUNDS],
    ["dark with high contrast", DARK_HIGH_CONTRAST, 7, DARK_BACKGROUNDS],
    ["light with high contrast", LIGHT_HIGH_CONTRAST, 7, [0xff_ff_ff]],
  ])("can be read on its backgrounds: %s", (_, { colors, names }, least, backgrounds) => {
    for (const color of [...Object.values(colors), ...names]) {
      for (const background of backgrounds) {
        expect(contrast(rgbOf(color), background), `${color} on ${background.toString(16)}`).toBeGreaterThanOrEqual(
          least,
        );
      }
    }
  });

  it("are one of its own for each of 24 names, but for the few that a high contrast on white leaves", () => {
    for (const { names } of [DARK, LIGHT, DARK_HIGH_CONTRAST]) expect(new Set(names).size).toBe(NAME_COLORS);
    expect(new Set(LIGHT_HIGH_CONTRAST.names).size).toBe(20);
  });

  it("follow the background unless a theme was chosen", () => {
    const choose = (theme: typeof DEFAULT_SETTINGS.theme, background: "dark" | "light") =>
      choosePalette({ settings: { ...DEFAULT_SETTINGS, theme }, background });
    expect(choose("auto", "dark")).toBe(DARK);
    expect(choose("auto", "light")).toBe(LIGHT);
    expect(choose("dark", "light")).toBe(DARK);
    expect(choose("high-contrast", "light")).toBe(LIGHT_HIGH_CONTRAST);
    expect(choose("none", "light")).toBe(NO_COLORS);
  });
});

describe("a row", () => {
  const row: Row = [
    { text: "a", color: "red", isBold: true },
    { text: "b", color: "name-23" },
    { text: "c", isDim: true },
  ];

  it("is painted in the colours of the theme, and dim only where that can be read", () => {
    const looks = (palette: Palette) => paintRow(row, palette).map(({ color, isDim }) => [color, isDim]);
    expect(looks(DARK)).toEqual([
      ["ansi256(210)", false],
      ["ansi256(229)", false],
      [undefined, true],
    ]);
    expect(looks(LIGHT_HIGH_CONTRAST)).toEqual([
      ["ansi256(88)", false],
      ["ansi256(20)", false],
      [undefined, false],
    ]);
    expect(looks(NO_COLORS)).toEqual([
      [undefined, false],
      [undefined, false],
      [undefined, true],
    ]);
    expect(paintRow(row, DARK)[0]).toMatchObject({ text: "a", isBold: true });
  });

  it("that is the same as before is not painted again", () => {
    expect(paintRow(row, DARK)).toBe(paintRow(row, DARK));
  });
});

it("gives a name the same colour for everybody, however it is spelled", () => {
  expect(nickColor("Ada")).toBe(nickColor("ada"));
  expect(nickColor("Ada")).toBe("name-21");
});

it.each([
  ["dark", DARK],
  ["light", LIGHT],
])("gives no sixth of all hues to more than a third of some common names: %s", (_, { names }) => {
  const common =
    "Ada Bob Carla Linus Grace Alice Eve Mallory Dan Anna Max Ben Tom Lea Lena Mia Leon Paul Emma Noah Finn Zoë Tim Jan Jana Sara " +
    "Lisa Lukas Julia David Felix Jonas Laura Marie Nina Otto Peter Sam Kim Alex";
  const hues = common
    .split(" ")
    .map((name) => hueSector(rgbOf(names[Number(nickColor(name).slice("name-".length))] ?? 0)));
  for (const [hue, { length }] of Map.groupBy(hues, (each) => each)) {
    expect(length, `hue ${hue}`).toBeLessThanOrEqual(hues.length / 3);
  }
});

/** Returns the sixth of the hues in which a colour is, with red in the middle of the first one; 6 for a grey. */
function hueSector(rgb: number): number {
  const [red = 0, green = 0, blue = 0] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff];
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  if (most === least) return 6;
  const [start, difference] = most === red ? [0, green - blue] : most === green ? [2, blue - red] : [4, red - green];
  return Math.floor((start + difference / (most - least) + 0.5 + 6) % 6);
}

it("spreads names over all colours", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `user${index}`);
  expect(new Set(names.map(nickColor)).size).toBe(NAME_COLORS);
});
