/// <reference lib="dom" />
import type { ChartSpec } from "../charts/chart-spec.ts";
import { DARK, LIGHT, type Palette } from "../charts/palette.ts";
import { drawPanel } from "./draw-panel.ts";

/** Width of a chart on paper, in CSS pixels: A4 between its margins. */
const PAPER_WIDTH = 636;

/** Height of a chart on paper, as a share of its height on screen: two fit a page, and one below the verdict. */
const PAPER_HEIGHT_RATIO = 0.8;

const charts = JSON.parse(document.getElementById("charts")?.textContent ?? "[]") as readonly ChartSpec[];
const isDark = matchMedia("(prefers-color-scheme: dark)");
let isPrinting = false;
let drawn: uPlot[] = [];

/** Draws every chart into the elements that the page has for its panels. */
function drawAll(): void {
  for (const plot of drawn) plot.destroy();
  const palette: Palette = isDark.matches && !isPrinting ? DARK : LIGHT;
  drawn = charts.flatMap((chart) =>
    chart.panels.flatMap((_panel, index) => {
      const element = document.getElementById(`${chart.id}-${index}`);
      return element
        ? [
            drawPanel(chart, index, {
              element,
              palette,
              width: widthOf(element),
              heightRatio: isPrinting ? PAPER_HEIGHT_RATIO : 1,
            }),
          ]
        : [];
    }),
  );
}

function widthOf(element: HTMLElement): number {
  return isPrinting ? PAPER_WIDTH : Math.max(200, element.clientWidth);
}

function print(isOn: boolean): void {
  if (isPrinting === isOn) return;
  isPrinting = isOn;
  drawAll();
}

drawAll();
isDark.addEventListener("change", drawAll);
window.addEventListener("beforeprint", () => print(true));
window.addEventListener("afterprint", () => print(false));

let widthSeen = document.documentElement.clientWidth;
new ResizeObserver(() => {
  const width = document.documentElement.clientWidth;
  if (width === widthSeen || isPrinting) return;
  widthSeen = width;
  // Each is drawn anew, and not only resized: how many labels an axis has depends on its width.
  drawAll();
}).observe(document.documentElement);
