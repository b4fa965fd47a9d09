import type { ScreenRecording } from "./screen-recording.ts";
import { CELL_HEIGHT, drawInWindow, drawRow, type ScreenToSvgOptions } from "./screen-to-svg.ts";
import { SVG_THEMES, type SvgTheme } from "./svg-theme.ts";

/** A row that looks the same from one screen to before another one, by their indexes. */
interface Stretch {
  readonly row: number;
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Draws a recording as a picture that moves, again and again, by CSS alone: pages that run no script show it too. Who asks the
 * system for less motion sees the last screen.
 */
export function recordingToSvg(
  recording: ScreenRecording,
  { theme: themeName, title = "" }: ScreenToSvgOptions,
): string {
  const theme = SVG_THEMES[themeName];
  const { columns, rows } = recording;
  const stretches = findStretches(recording, theme);
  const ids = new Map([...new Set(stretches.map(({ content }) => content))].map((content, index) => [content, index]));
  const groups = [...Map.groupBy(stretches, ({ start, end }) => `${start}-${end}`)].map(([name, group]) => ({
    name,
    group,
  }));
  const content = [
    `<style>${[...writeRules(recording), ...groups.map(({ name, group }) => writeKeyframes(name, group, recording))].join("")}</style>`,
    `<defs>${[...ids].map(([content, id]) => `<g id="r${id}">${content}</g>`).join("")}</defs>`,
    `<g fill="${theme.foreground}">`,
    ...groups.map(({ name, group }) => {
      const uses = group.map(({ row, content }) => `<use href="#r${ids.get(content)}" y="${row * CELL_HEIGHT}"/>`);
      const isLast = group[0]?.end === recording.screens.length;
      return `<g class="s${isLast ? " l" : ""}" style="animation-name:s${name}">${uses.join("")}</g>`;
    }),
    "</g>",
  ];
  return drawInWindow({ columns, rows, title, theme }, content);
}

function writeRules({ seconds }: ScreenRecording): string[] {
  return [
    `.s{visibility:hidden;animation:${seconds}s step-end infinite}`,
    ".l{visibility:visible}",
    "@media(prefers-reduced-motion:reduce){.s{animation:none}}",
  ];
}

function writeKeyframes(name: string, [first]: readonly Stretch[], recording: ScreenRecording): string {
  const { screens, seconds } = recording;
  const at = (index: number) => `${Math.round(((screens[index]?.at ?? seconds) / seconds) * 100_000) / 1_000}%`;
  const { start = 0, end = 0 } = first ?? {};
  const before = start === 0 ? "" : "0%{visibility:hidden}";
  const rest = end === screens.length ? `${at(start)},to{visibility:visible}` : writeEnd();
  return `@keyframes s${name}{${before}${rest}}`;

  function writeEnd(): string {
    return `${at(start)}{visibility:visible}${at(end)},to{visibility:hidden}`;
  }
}

/** Finds for how long each row stays the same. */
function findStretches({ screens, rows }: ScreenRecording, theme: SvgTheme): Stretch[] {
  const ownColor = ` fill="${theme.foreground}"`;
  return Array.from({ length: rows }, (_, row) => {
    const contents = screens.map((screen) => {
      const cursorColumn = screen.cursor?.row === row ? screen.cursor.column : -1;
      return drawRow(screen.rows[row] ?? [], 0, cursorColumn, theme).replaceAll(ownColor, "");
    });
    const starts = contents.flatMap((content, index) => (content === contents[index - 1] ? [] : [index]));
    return starts.map((start, index): Stretch => {
      return { row, content: contents[start] ?? "", start, end: starts[index + 1] ?? screens.length };
    });
  })
    .flat()
    .filter(({ content }) => content !== "");
}
