import type { PanelSpec } from "./chart-spec.ts";

/** Steps of a logarithmic axis at most; with more, only the powers of ten are shown. */
const MAX_LOG_STEPS = 7;

/**
 * Chooses the steps of a y axis. The first and the last are its ends: the last lies above every value, so that no line leaves
 * the labels below it.
 *
 * @param mostSteps - labels that there is room for on a linear axis, the one at 0 not counted
 */
export function chooseSteps({ scale, unit, lines }: Omit<PanelSpec, "marks" | "title">, mostSteps: number): number[] {
  const values = lines.flatMap(({ y }) => y.filter((value) => value !== null));
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  if (scale === "linear") return linearSteps(max, mostSteps, unit === "");
  return logSteps(
    values.reduce((a, b) => Math.min(a, b), max),
    max,
  );
}

/** Returns steps of 1, 2 or 5 times a power of ten, from 0 to the first above `max`. There is no half of a client. */
function linearSteps(max: number, mostSteps: number, isWhole: boolean): number[] {
  if (max <= 0) return [0, 1];
  let power = isWhole ? 0 : Math.floor(Math.log10(max / mostSteps)) - 1;
  for (; ; power++) {
    for (const digit of [1, 2, 5]) {
      const step = Number(`${digit}e${power}`);
      const count = Math.floor(max / step + 1e-9) + 1;
      // Multiplied, and not added up: sums of tenths are off in the last digit.
      if (count <= mostSteps)
        return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
    }
  }
}

/** Returns the steps 1, 2, 5, 10, 20, … or those of ten alone, from the last at or below `min` to the first above `max`. */
function logSteps(min: number, max: number): number[] {
  const fine = ladder(min, max, [1, 2, 5]);
  return fine.length <= MAX_LOG_STEPS ? fine : ladder(min, max, [1]);
}

function ladder(min: number, max: number, digits: readonly number[]): number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(min)) - 1; power <= Math.floor(Math.log10(max)) + 1; power++) {
    steps.push(...digits.map((digit) => Number(`${digit}e${power}`)));
  }
  const first = steps.findLastIndex((step) => step <= min);
  const last = steps.findIndex((step) => step > max);
  return steps.slice(Math.max(0, first), last + 1);
}
