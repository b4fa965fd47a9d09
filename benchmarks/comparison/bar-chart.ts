import { roundToTenth } from "../load/format.ts";
import { OURS } from "./acceptance.ts";
import type { Comparison } from "./comparison.ts";
import { MEASURES, type Measure } from "./measures.ts";
import { formatMetric, spreadOf } from "./metrics.ts";

/** Colours of a chart, for pages that are light or dark. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly bar: string;
  readonly ours: string;
  readonly spread: string;
}

export const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    background: "#ffffff",
    text: "#1f2328",
    quiet: "#59636e",
    bar: "#b6bec8",
    ours: "#0969da",
    spread: "#1f2328",
  },
  dark: {
    background: "#0d1117",
    text: "#f0f6fc",
    quiet: "#9198a1",
    bar: "#454c56",
    ours: "#4493f8",
    spread: "#f0f6fc",
  },
};

/** Sizes in pixels. */
const COLUMNS = 2;
const PANEL_WIDTH = 460;
const MARGIN = 16;
const NAME_WIDTH = 118;
const VALUE_WIDTH = 62;
const ROW_HEIGHT = 17;
const BAR_HEIGHT = 11;
const TITLE_HEIGHT = 26;
const PANEL_GAP = 18;
const BAR_ROOM = PANEL_WIDTH - NAME_WIDTH - VALUE_WIDTH;

/** A bar is cut when it is this many times longer than the next one; then it is drawn that many times longer. */
const FAR_BEHIND = 2.5;
const ROOM_BEYOND_SECOND = 1.2;

/**
 * Draws the comparison as one panel of bars for each measure, the best server on top, ours in a colour of its own. A thin line
 * goes from where to where the middle half of the rounds is.
 */
export function drawBarCharts(comparison: Comparison, palette: Palette): string {
  const panels = MEASURES.flatMap((measure) => {
    const bars = sortedBars(comparison, measure);
    return bars.length === 0 ? [] : [{ measure, bars }];
  });
  const panelHeight = TITLE_HEIGHT + ROW_HEIGHT * Math.max(0, ...panels.map(({ bars }) => bars.length));
  const width = COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * PANEL_GAP + 2 * MARGIN;
  const height = Math.ceil(panels.length / COLUMNS) * (panelHeight + PANEL_GAP) - PANEL_GAP + 2 * MARGIN;
  const drawn = panels.map(({ measure, bars }, index) => {
    const x = MARGIN + (index % COLUMNS) * (PANEL_WIDTH + PANEL_GAP);
    const y = MARGIN + Math.floor(index / COLUMNS) * (panelHeight + PANEL_GAP);
    return `<g transform="translate(${x} ${y})">\n${drawPanel(measure, bars, palette)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>The chat server beside its peers, ${comparison.date}</title>
<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>
${drawn.join("\n")}
</svg>
`;
}

interface Bar {
  readonly server: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

function sortedBars({ metrics }: Comparison, { name, isMoreBetter }: Measure): Bar[] {
  const bars = Object.entries(metrics).flatMap(([server, ofServer]) => {
    const spread = spreadOf(ofServer[name]);
    return spread === null ? [] : [{ server, ...spread }];
  });
  return bars.toSorted((a, b) => (isMoreBetter ? b.median - a.median : a.median - b.median));
}

function drawPanel({ title, unit, isMoreBetter }: Measure, bars: readonly Bar[], palette: Palette): string {
  const most = findScale(bars);
  const toPixels = (value: number) => roundToTenth((Math.min(value, most) / most) * BAR_ROOM);
  const hint = isMoreBetter ? "more is better" : "less is better";
  const heading = `<text y="12" fill="${palette.text}" font-weight="600">${title}, ${unit} <tspan fill="${palette.quiet}" font-weight="400">${hint}</tspan></text>`;
  const rows = bars.map(({ server, low, median, high }, row) => {
    const y = TITLE_HEIGHT + row * ROW_HEIGHT;
    const isOurs = server === OURS;
    const middle = y + BAR_HEIGHT / 2;
    const weight = isOurs ? ' font-weight="600"' : "";
    const textColour = isOurs ? palette.text : palette.quiet;
    return [
      `<text x="${NAME_WIDTH - 8}" y="${y + 10}" text-anchor="end" fill="${textColour}"${weight}>${server}</text>`,
      `<rect x="${NAME_WIDTH}" y="${y}" width="${Math.max(1, toPixels(median))}" height="${BAR_HEIGHT}" rx="2" fill="${isOurs ? palette.ours : palette.bar}"/>`,
      `<path d="M${NAME_WIDTH + toPixels(low)} ${middle}H${NAME_WIDTH + toPixels(high)}" stroke="${palette.spread}" stroke-width="1.5"/>`,
      ...(median > most ? [drawCut(y, palette)] : []),
      `<text x="${NAME_WIDTH + toPixels(high) + 6}" y="${y + 10}" fill="${textColour}"${weight}>${formatMetric(median)}</text>`,
    ].join("\n");
  });
  return [heading, ...rows].join("\n");
}

/**
 * The value of the longest bar. One server that is far behind all others would leave the rest without a visible length: its
 * bar is cut instead.
 */
function findScale(bars: readonly Bar[]): number {
  const most = Math.max(...bars.map(({ high }) => high));
  const [longest = 0, second = longest] = bars.map(({ median }) => median).toSorted((a, b) => b - a);
  return longest > FAR_BEHIND * second ? second * ROOM_BEYOND_SECOND : most;
}

/** A slit near the end of a bar, which says that it goes on. */
function drawCut(y: number, { background }: Palette): string {
  const x = NAME_WIDTH + BAR_ROOM - 16;
  return `<path d="M${x} ${y + BAR_HEIGHT + 2}l6 -${BAR_HEIGHT + 4}" stroke="${background}" stroke-width="4"/>`;
}
