import type uPlotTypes from "uplot";

/** Steps of a ladder at most; with more, only the powers of ten are shown. */
const MAX_STEPS = 7;

/** Room above the largest value of a linear scale, as a share. */
const HEADROOM = 0.08;

/** The range of a y axis: from zero, or on a logarithmic scale from step to step of 1, 2, 5, 10, 20, … */
export function rangeOf(scale: "linear" | "log"): uPlotTypes.Range.Function {
  return (_plot, min, max) => {
    if (scale === "linear") return [0, max > 0 ? max * (1 + HEADROOM) : 1];
    return [stepBelow(min), stepAbove(max)];
  };
}

/** The steps between two values of a logarithmic scale. */
export function ladder(min: number, max: number): number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    steps.push(...[1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  }
  const inside = steps.filter((step) => step >= min * 0.999 && step <= max * 1.001);
  return inside.length <= MAX_STEPS
    ? inside
    : inside.filter((step) => Number.isInteger(Math.round(Math.log10(step) * 1e6) / 1e6));
}

function stepBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((digit) => digit * power).find((step) => step <= value * 1.001) ?? power;
}

function stepAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= value * 0.999) ?? power * 10;
}
