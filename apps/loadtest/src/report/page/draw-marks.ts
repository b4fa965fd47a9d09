/// <reference lib="dom" />
import type uPlotTypes from "uplot";
import type { MarkSpec } from "../charts/chart-spec.ts";
import type { Palette } from "../charts/palette.ts";

/** Sizes in CSS pixels. */
const TEXT_SIZE = 12;
const LINE_HEIGHT = 18;

/** Room that the words of marks take above a panel, in CSS pixels: a line for each, so that they never cover the data. */
export function heightOfMarks(marks: readonly MarkSpec[]): number {
  return LINE_HEIGHT * marks.filter(({ text }) => text !== "").length;
}

/** Draws a line from top to bottom at each mark, and above the panel what it says. */
export function drawMarks(plot: uPlotTypes, marks: readonly MarkSpec[], palette: Palette): void {
  const ratio = uPlot.pxRatio;
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const wordsTop = top - heightOfMarks(marks) * ratio;
  ctx.save();
  ctx.font = `600 ${TEXT_SIZE * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineWidth = 1.5 * ratio;
  ctx.strokeStyle = palette.bad;
  ctx.fillStyle = palette.bad;
  for (const [row, { x, text, detail }] of marks.entries()) {
    const at = Math.round(plot.valToPos(x, "x", true));
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(at, text === "" ? top : wordsTop + (row + 1) * LINE_HEIGHT * ratio);
    ctx.lineTo(at, top + height);
    ctx.stroke();
    if (text === "") continue;

    const full = `${text}${detail}`;
    const words = ctx.measureText(full).width <= width ? full : text;
    const wordsWidth = ctx.measureText(words).width;
    const start = Math.max(left, Math.min(at - wordsWidth / 2, left + width - wordsWidth));
    ctx.fillText(words, start, wordsTop + (row + 0.5) * LINE_HEIGHT * ratio);
  }
  ctx.restore();
}
