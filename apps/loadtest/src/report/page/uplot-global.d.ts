import type UPlot from "uplot";

declare global {
  // The page holds the library's own script before ours.
  const uPlot: typeof UPlot;
  type uPlot = UPlot;
}
