import { writeCount, writeNumber } from "../result/format.ts";
import { liveSamples } from "../result/live-samples.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { MeasuredRun, RunResult, ThresholdOutcome, Verdict } from "../result/run-result.ts";
import { exitCodeOf } from "./endings.ts";
import { type Failure, findFailures } from "./failure-rules.ts";
import { judgeSearch } from "./judge-search.ts";
import { describeEvidence } from "./run-evidence.ts";
import { judgeSaturation, type Saturation } from "./saturation.ts";
import type { Threshold } from "./threshold.ts";
import { evaluateThresholds } from "./threshold.ts";
import { judgeThresholds } from "./threshold-rules.ts";

/** Draws the conclusion of a run from what was seen: the conditions that came true, the verdict and the exit code. Pure. */
export function conclude(run: MeasuredRun, thresholds: readonly Threshold[] = []): RunResult {
  const outcomes = evaluateThresholds(run, thresholds);
  const judgement = run.ending.goal === "limit" ? judgeSearch(run) : judgeLoad(run);
  const saturation = judgeSaturation(liveSamples(run), run.errors);
  const verdict = decide(judgement, saturation, outcomes);
  return { ...run, thresholds: outcomes, verdict, exitCode: exitCodeOf(verdict.kind, run.ending.interruptedBy) };
}

/** A judgement before thresholds and the tester's load are looked at. */
interface Judgement {
  readonly kind: Verdict["kind"];
  readonly text: string;
  readonly evidence: readonly string[];
  readonly clients: number | null;
  readonly limit: Verdict["limit"];
  /** True when a tester that is too busy may have caused it, or may have missed something worse. */
  readonly isTimed: boolean;
}

/** Judges a run that makes load: its first failure that needs no tester in time to be sure, else its first failure. */
function judgeLoad(run: MeasuredRun): Judgement {
  const { isSaturated } = judgeSaturation(liveSamples(run), run.errors);
  const failures = findFailures(run);
  const certain = failures.find(({ isTimed }) => !isTimed);
  const failure = isSaturated ? (certain ?? failures[0]) : failures[0];
  const isInterrupted = run.ending.interruptedBy !== null && (!failure || (isSaturated && failure.isTimed));
  const { kind, text, isTimed } = (isInterrupted ? null : failure) ?? describeEnd(run);
  return { kind, text, isTimed, evidence: describeEvidence(run, kind), clients: null, limit: null };
}

/** Describes a run in which nothing failed, or nothing that the tester can be sure of before it was interrupted. */
function describeEnd(run: MeasuredRun): Failure {
  if (run.ending.interruptedBy === null) return { kind: "passed", text: describeSuccess(run), isTimed: true };
  const expected = writeCount(sumAccounts(run.accounts).expected);
  return { kind: "interrupted", text: `Interrupted: until then nothing of ${expected} was lost.`, isTimed: true };
}

function describeSuccess({ ending, clients, throughput, accounts }: MeasuredRun): string {
  if (ending.goal === "joins") {
    return `${writeCount(clients.joined)} clients joined and left, ${writeNumber(throughput.joinsPerSecond)} a second.`;
  }
  const { expected, refused, exempt } = sumAccounts(accounts);
  const reported = refused + exempt > 0 ? ", or were reported or exempt" : "";
  return `All of ${writeCount(expected)} messages and answers arrived once, in order and whole${reported}.`;
}

/**
 * Puts a judgement beside the tester's load and the conditions. Metrics of a saturated tester say nothing about losses or
 * conditions; an interrupted run is no pass, whatever its metrics are.
 */
function decide(judgement: Judgement, saturation: Saturation, thresholds: readonly ThresholdOutcome[]): Verdict {
  const { isTimed, ...verdict } = judgement;
  const evidence = [...(isTimed ? saturation.evidence : []), ...judgement.evidence];
  const isUnjudged = isTimed && saturation.isSaturated;
  if (verdict.kind === "tester-saturated" || (isUnjudged && verdict.kind !== "interrupted")) {
    const text = `The tester was the limit, and not the server: these metrics are the tester's. ${verdict.text}`;
    return { ...verdict, kind: "tester-saturated", text, evidence };
  }
  const broken = isUnjudged ? null : judgeThresholds(verdict.kind, thresholds);
  if (broken) return { ...verdict, kind: broken.kind, text: `${broken.text} ${verdict.text}`, evidence };
  return { ...verdict, evidence };
}
