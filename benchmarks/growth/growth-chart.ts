import type { Palette } from "../comparison/bar-chart.ts";
import { roundToTenth } from "../load/format.ts";
import type { ActName } from "../load/visitors.ts";
import { factorsOf, GROWTH_ACTS, type Growth } from "./growth.ts";

/** Sizes in pixels. */
const COLUMNS = 2;
const PANEL_WIDTH = 460;
const PANEL_HEIGHT = 200;
const PANEL_GAP = 18;
const MARGIN = 16;
const TITLE_HEIGHT = 26;
const AXIS_HEIGHT = 20;
const AXIS_WIDTH = 34;
const LABEL_WIDTH = 128;
const LABEL_HEIGHT = 14;
const PLOT_RIGHT = PANEL_WIDTH - LABEL_WIDTH;
const PLOT_BOTTOM = PANEL_HEIGHT - AXIS_HEIGHT;

/** Strokes of the lines, in the order of the servers: told apart without colours too. */
const DASHES = ["", "6 4", "2 3"];

/** The line of one server in a panel. */
interface Line {
  readonly server: string;
  readonly factors: readonly number[];
  readonly colour: string;
  readonly dash: string;
}

/**
 * Draws a panel for each act: how many times the cost with the fewest users it is with more of them, a line for each server. The
 * number of users goes by powers of ten from left to right.
 */
export function drawGrowth(growth: Growth, palette: Palette): string {
  const width = COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * PANEL_GAP + 2 * MARGIN;
  const rows = Math.ceil(GROWTH_ACTS.length / COLUMNS);
  const height = rows * PANEL_HEIGHT + (rows - 1) * PANEL_GAP + 2 * MARGIN;
  const panels = GROWTH_ACTS.map((act, index) => {
    const x = MARGIN + (index % COLUMNS) * (PANEL_WIDTH + PANEL_GAP);
    const y = MARGIN + Math.floor(index / COLUMNS) * (PANEL_HEIGHT + PANEL_GAP);
    return `<g transform="translate(${x} ${y})">\n${drawPanel(growth, act, palette)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>Cost of an act by the number of users, ${growth.date}</title>
<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>
${panels.join("\n")}
</svg>
`;
}

function drawPanel(growth: Growth, act: ActName, palette: Palette): string {
  const colours = [palette.ours, palette.quiet, palette.text];
  const lines = Object.keys(growth.metrics).map((server, index) => ({
    server,
    factors: factorsOf(growth, server, act),
    colour: colours[index] ?? palette.text,
    dash: DASHES[index] ?? "",
  }));
  const most = Math.max(1.5, ...lines.flatMap(({ factors }) => factors));
  const toX = xScale(growth.sizes);
  const toY = (factor: number) => roundToTenth(PLOT_BOTTOM - (factor / most) * (PLOT_BOTTOM - TITLE_HEIGHT));
  const few = growth.sizes[0]?.toLocaleString("en-US");
  return [
    `<text y="12" fill="${palette.text}" font-weight="600">${act} <tspan fill="${palette.quiet}" font-weight="400">times the cost with ${few} users</tspan></text>`,
    ...gridValues(most).map((factor) => drawGridLine(factor, toY(factor), palette)),
    ...growth.sizes.map((users, index) => drawSize(users, toX(users), index === growth.sizes.length - 1, palette)),
    ...lines.map((line) => drawLine(line, growth.sizes.map(toX), toY)),
    ...drawLabels(lines, toY),
  ].join("\n");
}

function xScale(sizes: readonly number[]): (users: number) => number {
  const [first, last] = [Math.log10(sizes[0] ?? 1), Math.log10(sizes.at(-1) ?? 1)];
  const width = PLOT_RIGHT - AXIS_WIDTH;
  return (users) => roundToTenth(AXIS_WIDTH + ((Math.log10(users) - first) / (last - first)) * width);
}

/** Half steps while they are few enough to be read. */
function gridValues(most: number): number[] {
  const step = most <= 2.5 ? 0.5 : Math.ceil(most / 5);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

function drawGridLine(factor: number, y: number, { quiet }: Palette): string {
  const weight = factor === 1 ? 1 : 0.3;
  return `<path d="M${AXIS_WIDTH} ${y}H${PLOT_RIGHT}" stroke="${quiet}" stroke-width="${weight}"/><text x="${AXIS_WIDTH - 6}" y="${y + 4}" text-anchor="end" fill="${quiet}">${factor}×</text>`;
}

/** The last number stands to the right of its place, clear of the one before. */
function drawSize(users: number, x: number, isLast: boolean, { quiet }: Palette): string {
  const anchor = isLast ? "start" : "middle";
  return `<text x="${x}" y="${PANEL_HEIGHT - 4}" text-anchor="${anchor}" fill="${quiet}">${users.toLocaleString("en-US")}</text>`;
}

function drawLine({ factors, colour, dash }: Line, xs: readonly number[], toY: (factor: number) => number): string {
  const points = factors.map((factor, index) => `${xs[index]},${toY(factor)}`);
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
}

/** The names stand at the ends of the lines. Where two ends are close, the lower name gives way. */
function drawLabels(lines: readonly Line[], toY: (factor: number) => number): string[] {
  let lowest = Number.NEGATIVE_INFINITY;
  const ends = lines.map((line) => ({ line, factor: line.factors.at(-1) ?? 1 }));
  return ends
    .toSorted((one, other) => other.factor - one.factor)
    .map(({ line: { server, colour }, factor }) => {
      lowest = Math.max(toY(factor) + 4, lowest + LABEL_HEIGHT);
      return `<text x="${PLOT_RIGHT + 8}" y="${lowest}" fill="${colour}">${server} ${factor.toFixed(2)}×</text>`;
    });
}
