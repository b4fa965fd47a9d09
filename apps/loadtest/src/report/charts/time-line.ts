import type { Sample } from "../../result/run-result.ts";
import type { LabelledRun } from "../run-labels.ts";
import type { LineSpec, PanelSpec, Unit } from "./chart-spec.ts";

/** A quantity of each sample, as a line over the time of the run. */
export interface TimeLine {
  readonly label: string;
  /** Drawn when several runs share the panel: a line for each run then. */
  readonly isMain?: true;
  readonly stroke?: LineSpec["stroke"];
  readonly shape?: LineSpec["shape"];
  read(sample: Sample): number | null;
}

export interface TimePanel {
  readonly title: string;
  readonly unit: Unit;
  /** @default "never" */
  readonly log?: LogRule;
  readonly lines: readonly TimeLine[];
}

/** When a logarithmic scale is better: when any values are far apart, or only when whole lines are, as a ramp begins low anyway. */
export type LogRule = "never" | "far-values" | "far-lines";

/** Values further apart than this are drawn on a logarithmic scale: on a linear one the small ones would lie on the axis. */
const LOG_FROM_RATIO = 30;

/** A panel of one run has all its lines, each in a colour; one of several runs has the main line of each. */
export function drawTimePanel(runs: readonly LabelledRun[], panel: TimePanel): PanelSpec {
  const { title, unit, log = "never", lines } = panel;
  const drawn =
    runs.length === 1
      ? runs.flatMap((run) => lines.map((line, color) => drawLine(run, line, line.label, color)))
      : runs.flatMap((run, color) =>
          lines
            .filter(({ isMain }) => isMain)
            .map((line) =>
              drawLine(
                run,
                { ...line, ...(line.shape === "area" ? { shape: "line" as const } : {}) },
                run.label,
                color,
              ),
            ),
        );
  const known = drawn.filter(({ y }) => y.some((value) => value !== null));
  const several = runs.length > 1 ? lines.find(({ isMain }) => isMain)?.label : undefined;
  const heading = several && several.toLowerCase() !== title.toLowerCase() ? `${title}: ${several}` : title;
  return withScale({ title: heading, unit, lines: known, marks: [] }, log);
}

export function withScale(panel: Omit<PanelSpec, "scale">, rule: LogRule): PanelSpec {
  const positive = panel.lines.map(({ y }) => y.filter((value) => value !== null && value > 0) as number[]);
  const judged = rule === "far-values" ? positive.flat() : positive.filter((line) => line.length > 0).map(greatest);
  const isLog = rule !== "never" && greatest(judged) / least(judged) >= LOG_FROM_RATIO;
  if (!isLog) return { ...panel, scale: "linear" };
  const clamp = (value: number | null) => (value === null ? null : Math.max(value, least(positive.flat())));
  return { ...panel, scale: "log", lines: panel.lines.map((line) => ({ ...line, y: line.y.map(clamp) })) };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

function drawLine({ result }: LabelledRun, line: TimeLine, label: string, color: number): LineSpec {
  return {
    label,
    color,
    stroke: line.stroke ?? "solid",
    shape: line.shape ?? "line",
    coveredBy: 0,
    x: result.samples.map(({ atMs }) => toDrawn(atMs / 1_000)),
    y: result.samples.map((sample) => {
      const value = line.read(sample);
      return value === null ? null : toDrawn(value);
    }),
  };
}

/** A number with as many digits as anybody sees in a chart: the report is a third as large. */
export function toDrawn(value: number): number {
  return Number(value.toPrecision(6));
}
