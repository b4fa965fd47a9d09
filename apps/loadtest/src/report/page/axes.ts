/// <reference lib="dom" />
import type uPlotTypes from "uplot";
import { writeNumber } from "../../result/format.ts";
import { type ChartSpec, writeX } from "../charts/chart-spec.ts";
import type { Palette } from "../charts/palette.ts";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Width of every y axis, in CSS pixels: the same, so that panels below one another show the same moment below one another. */
const Y_AXIS_WIDTH = 62;

/** Least distance between two labels of an x axis, in CSS pixels. */
const LABEL_SPACE = 64;

/** Steps of a time axis, in seconds. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/** Half of all stand at 0.3 of a step to 90 %. */
const MEDIAN = -Math.log10(0.5);

export interface XAxisLayout {
  readonly palette: Palette;
  readonly width: number;
  /** True for the lowest panel, which has the text for all. */
  readonly hasText: boolean;
}

export function xAxisOf(
  chart: Pick<ChartSpec, "axis" | "range">,
  { palette, width, hasText }: XAxisLayout,
): uPlotTypes.Axis {
  const step = (width - Y_AXIS_WIDTH) / Math.max(1, chart.range[1]);
  const shorten = (text: string) => (chart.axis === "rarity" && step < LABEL_SPACE ? text.replace(" %", "") : text);
  const label = (value: number) => (hasText ? shorten(writeX(chart.axis, value)) : "");
  return {
    ...linesOf(palette),
    size: hasText ? 32 : 10,
    values: (_plot, splits) => splits.map(label),
    ...(chart.axis === "time"
      ? { incrs: TIME_STEPS, space: LABEL_SPACE }
      : { splits: (_plot, _axis, min, max) => raritySteps(min, max, width), filter: (_plot, splits) => splits }),
  };
}

export function yAxisOf(steps: readonly number[], palette: Palette): uPlotTypes.Axis {
  return {
    ...linesOf(palette),
    size: Y_AXIS_WIDTH,
    values: (_plot, splits) => splits.map(writeTick),
    splits: () => [...steps],
    filter: (_plot, splits) => splits,
  };
}

function linesOf({ quiet, grid, line }: Palette): uPlotTypes.Axis {
  return { stroke: quiet, font: FONT, grid: { stroke: grid, width: 1 }, ticks: { stroke: line, width: 1, size: 5 } };
}

/** Chooses a position for every rarity that is ten times the one before, and for the half of all where there is room. */
function raritySteps(min: number, max: number, width: number): number[] {
  const steps = Array.from({ length: Math.floor(max) + 1 }, (_, index) => index).filter((step) => step >= min);
  const room = (width - Y_AXIS_WIDTH) / max;
  return room * MEDIAN > LABEL_SPACE * 0.6 ? [0, MEDIAN, ...steps.slice(1)] : steps;
}

function writeTick(value: number): string {
  return writeNumber(value)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
