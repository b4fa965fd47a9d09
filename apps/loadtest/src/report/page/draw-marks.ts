/// <reference lib="dom" />
import type uPlotTypes from "uplot";
import type { MarkSpec } from "../charts/chart-spec.ts";
import type { Palette } from "../charts/palette.ts";

/** Sizes in CSS pixels. */
const TEXT_SIZE = 12;
const LINE_HEIGHT = 20;
const GAP = 6;

/** Draws a line from top to bottom at each mark, and what it says on the side that has room. */
export function drawMarks(plot: uPlotTypes, marks: readonly MarkSpec[], palette: Palette): void {
  const ratio = uPlot.pxRatio;
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.font = `600 ${TEXT_SIZE * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "middle";
  ctx.lineWidth = 1.5 * ratio;
  for (const [row, { x, text, detail }] of marks.entries()) {
    const at = Math.round(plot.valToPos(x, "x", true));
    ctx.strokeStyle = palette.bad;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(at, top);
    ctx.lineTo(at, top + height);
    ctx.stroke();
    if (text === "") continue;

    const gap = GAP * ratio;
    const full = `${text}${detail}`;
    const words = ctx.measureText(full).width < width - 2 * gap ? full : text;
    const textWidth = ctx.measureText(words).width;
    const isLeft = at - left > left + width - at;
    const start = isLeft
      ? Math.max(left + gap, at - gap - textWidth)
      : Math.min(at + gap, left + width - gap - textWidth);
    const middle = top + (row + 0.5) * LINE_HEIGHT * ratio;
    // The card's own colour behind it: lines of the chart don't cross the words.
    ctx.fillStyle = `${palette.card}e0`;
    ctx.fillRect(start - gap / 2, middle - (LINE_HEIGHT / 2) * ratio, textWidth + gap, LINE_HEIGHT * ratio);
    ctx.fillStyle = palette.bad;
    ctx.fillText(words, start, middle);
  }
  ctx.restore();
}
