/** Colours of a drawn terminal, each as `#rrggbb`. */
export interface SvgTheme {
  readonly background: string;
  readonly foreground: string;
  readonly frame: string;
  readonly title: string;
  readonly cursor: string;
  /** Black, red, green, yellow, blue, magenta, cyan, white; then the same bright. */
  readonly palette: readonly string[];
}

export const SVG_THEMES = {
  dark: {
    background: "#16181d",
    foreground: "#d7dae0",
    frame: "#23262d",
    title: "#9aa0ac",
    cursor: "#d7dae0",
    palette: [
      ...["#3b4048", "#f0707a", "#8fce7a", "#e3bf6c", "#6cb2f5", "#cf8bea", "#5ec7cf", "#c8ccd4"],
      ...["#6b7280", "#ff8f98", "#a9e394", "#f5d68a", "#8cc7ff", "#dfa8f5", "#7fdde4", "#ffffff"],
    ],
  },
  light: {
    background: "#fdfdfc",
    foreground: "#2b2f36",
    frame: "#eceae6",
    title: "#6b6f76",
    cursor: "#2b2f36",
    palette: [
      ...["#2b2f36", "#c4303e", "#3c7d2c", "#94690a", "#1f66c1", "#9036b0", "#147c86", "#8b9099"],
      ...["#6b7280", "#d9475a", "#4c9639", "#ab7d16", "#3a7fd8", "#a44fc4", "#1f929d", "#565b63"],
    ],
  },
} as const satisfies Record<string, SvgTheme>;

/** The levels of red, green and blue in the cube of 216 colours behind the first 16. */
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];
const FIRST_CUBE_COLOR = 16;
const FIRST_GREY = 232;

/** Returns one of a terminal's 256 colours as `#rrggbb`. */
export function paletteColor(theme: SvgTheme, index: number): string {
  if (index < FIRST_CUBE_COLOR) return theme.palette[index] ?? theme.foreground;
  if (index >= FIRST_GREY) return toHex(Array(3).fill(8 + (index - FIRST_GREY) * 10));
  const inCube = index - FIRST_CUBE_COLOR;
  return toHex(
    [Math.floor(inCube / 36), Math.floor(inCube / 6) % 6, inCube % 6].map((level) => CUBE_LEVELS[level] ?? 0),
  );
}

function toHex(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
