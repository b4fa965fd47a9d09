import { displayText } from "@chat/protocol";
import { countErrors } from "../../result/error-kind.ts";
import type { Sample } from "../../result/run-result.ts";
import type { LabelledRun } from "../run-labels.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { drawTimeChart } from "./time-charts.ts";
import type { TimeLine } from "./time-line.ts";

/** Kinds of errors that have a line of their own; the rarer ones share one. */
const MAX_KINDS = 6;

/** Errors since the run began: by kind in one run, all together in each of several runs. */
export function drawErrorsChart(runs: readonly LabelledRun[]): ChartSpec {
  const [only] = runs;
  const lines = runs.length === 1 && only ? kindLines(only) : [allErrors];
  return drawTimeChart(runs, {
    id: "errors",
    title: "Errors",
    caption: "How many there were since the run began: where a line climbs, they happened.",
    panels: runs.some(hasErrors) ? [{ title: "Errors so far", unit: "", lines }] : [],
  });
}

const allErrors: TimeLine = { label: "all", isMain: true, shape: "steps", read: ({ errors }) => countErrors(errors) };

function kindLines({ result }: LabelledRun): TimeLine[] {
  const totals = Object.entries(result.samples.at(-1)?.errors ?? {}).filter(([, count]) => count > 0);
  const kinds = totals.sort(([, a], [, b]) => b - a).map(([kind]) => kind);
  const frequent = kinds.slice(0, kinds.length > MAX_KINDS ? MAX_KINDS - 1 : MAX_KINDS);
  const lines = frequent.map(
    (kind): TimeLine => ({ label: displayText(kind), shape: "steps", read: ({ errors }) => countOf(errors, kind) }),
  );
  if (kinds.length === frequent.length) return lines;
  const rest = ({ errors }: Sample) =>
    countErrors(errors) - frequent.reduce((total, kind) => total + countOf(errors, kind), 0);
  return [...lines, { label: "others", shape: "steps", stroke: "dashed", read: rest }];
}

function hasErrors({ result }: LabelledRun): boolean {
  return result.samples.some(({ errors }) => countErrors(errors) > 0);
}

function countOf(errors: Sample["errors"], kind: string): number {
  return Object.hasOwn(errors, kind) ? (errors[kind] ?? 0) : 0;
}
