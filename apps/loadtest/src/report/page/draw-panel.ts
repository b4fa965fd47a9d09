/// <reference lib="dom" />
import type uPlotTypes from "uplot";
import { type ChartSpec, type LineSpec, type PanelSpec, writeX, writeY } from "../charts/chart-spec.ts";
import { type Palette, seriesColor } from "../charts/palette.ts";
import { chooseSteps } from "../charts/scale-steps.ts";
import { xAxisOf, yAxisOf } from "./axes.ts";
import { drawMarks, heightOfMarks } from "./draw-marks.ts";

export interface PanelLayout {
  readonly element: HTMLElement;
  readonly palette: Palette;
  readonly width: number;
  /** Of the usual height. */
  readonly heightRatio: number;
}

/** Heights of panels, in CSS pixels: one that is alone, and of several the upper ones and the last, which has the axis' text. */
const HEIGHT = 260;
const UPPER_HEIGHT = 120;
const LAST_HEIGHT = 190;

/** Room of a label on a y axis with the distance to the next, and of everything above and below the axis, in CSS pixels. */
const LABEL_HEIGHT = 26;
const UPPER_MARGIN = 20;
const LAST_MARGIN = 42;

/** Width of a line, of each line that covers it and shows it on both sides, and of all these together, in CSS pixels. */
const LINE_WIDTH = 2;
const COVER_WIDTH = 5;
const MAX_COVER_WIDTH = 12;

const DASHES: { readonly [Stroke in LineSpec["stroke"]]: number[] } = { solid: [], dashed: [7, 4], dotted: [2, 3] };

/** Draws one panel of a chart, with its legend, which shows the values under the pointer. */
export function drawPanel(
  chart: ChartSpec,
  index: number,
  { element, palette, width, heightRatio }: PanelLayout,
): uPlotTypes {
  const panel = chart.panels[index] as PanelSpec;
  const isLast = index === chart.panels.length - 1;
  const lowerHeight = chart.panels.length > 1 ? LAST_HEIGHT : HEIGHT;
  const height = (isLast ? lowerHeight : UPPER_HEIGHT) * heightRatio;
  const axisHeight = height - (isLast ? LAST_MARGIN : UPPER_MARGIN);
  const steps = chooseSteps(panel, Math.max(2, Math.floor(axisHeight / LABEL_HEIGHT)));
  const options: uPlotTypes.Options = {
    width,
    height: height + heightOfMarks(panel.marks),
    padding: [10 + heightOfMarks(panel.marks), 14, 0, 0],
    scales: {
      x: { time: false, range: () => [...chart.range] as [number, number] },
      y: { distr: panel.scale === "log" ? 3 : 1, range: () => [steps[0] ?? 0, steps.at(-1) ?? 1] },
    },
    series: [
      {
        label: chart.axis === "time" ? "Time" : "Percentile",
        // Nothing is pointed at: the style sheet hides the empty row.
        value: (_plot, x) => (x === null ? "" : writeX(chart.axis, x)),
      },
      ...panel.lines.map((line) => seriesOf(line, panel, palette)),
    ],
    axes: [xAxisOf(chart, { palette, width, hasText: isLast }), yAxisOf(steps, palette)],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7 },
      ...(chart.axis === "time" ? { sync: { key: "time", scales: ["x", null] } } : {}),
    },
    legend: { markers: markersOf(panel, palette) },
    hooks: { draw: [(plot) => drawMarks(plot, panel.marks, palette)] },
  };
  const plot = new uPlot(options, dataOf(panel), element);
  const canvas = plot.ctx.canvas;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${panel.title}. The table below has the figures.`);
  return plot;
}

/** Legend markers that look like their lines; the style sheet makes them flat. */
function markersOf({ lines }: PanelSpec, palette: Palette): uPlotTypes.Legend.Markers {
  return {
    width: 2,
    stroke: (_plot, series) => seriesColor(palette, lines[series - 1]?.color ?? 0),
    fill: "transparent",
    dash: (_plot, series) => lines[series - 1]?.stroke ?? "solid",
  };
}

function seriesOf(line: LineSpec, { unit, lines }: PanelSpec, palette: Palette): uPlotTypes.Series {
  const color = seriesColor(palette, line.color);
  const covers = Math.max(1, ...lines.map(({ coveredBy }) => coveredBy));
  const coverWidth = line.coveredBy * Math.min(COVER_WIDTH, MAX_COVER_WIDTH / covers);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    label: line.label,
    stroke: color,
    width: (line.stroke === "dotted" ? LINE_WIDTH * 0.75 : LINE_WIDTH) + coverWidth,
    dash: DASHES[line.stroke],
    points: { show: line.x.length === 1 },
    value: (_plot, value, _series, index) => {
      if (index === null) return "";
      return value === null || value === undefined ? "–" : writeY(unit, value);
    },
    ...(line.shape === "area" ? { fill: `${color}2b` } : {}),
    ...(line.shape === "steps" && stepped ? { paths: stepped } : {}),
  };
}

/** Lines of several runs have moments of their own: they are put on one axis. */
function dataOf({ lines }: PanelSpec): uPlotTypes.AlignedData {
  return uPlot.join(lines.map(({ x, y }) => [[...x], [...y]] as uPlotTypes.AlignedData));
}
