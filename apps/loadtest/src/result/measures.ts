import { writeCount } from "./format.ts";
import type { Latency, RunResult } from "./run-result.ts";

/** Times that a run measures, in the order in which reports show them. */
export const Measure = {
  /** From when a message was due to its arrival. */
  Message: "message",
  /** From when a message was sent to its arrival: what a closed loop would see. */
  MessageUncorrected: "message-uncorrected",
  /** From when a question was due to its answer. */
  Answer: "answer",
  AnswerUncorrected: "answer-uncorrected",
  /** From the connection to the welcome. */
  Handshake: "handshake",
  Connect: "connect",
} as const;
export type Measure = (typeof Measure)[keyof typeof Measure];

const UNCORRECTED = "-uncorrected";

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly latency: Latency;
}

/**
 * The latencies of a result: those of messages first, each beside its uncorrected one, those that we do not know last.
 * An uncorrected one that says the same is left out: nothing was sent late.
 */
export function measuresOf({ latencies }: Pick<RunResult, "latencies">): readonly Measured[] {
  const known = Object.values(Measure).filter((name) => Object.hasOwn(latencies, name));
  const unknown = Object.keys(latencies).filter((name) => !known.some((measure) => measure === name));
  return [...known, ...unknown].flatMap((name) => {
    const latency = latencies[name];
    if (!latency || repeatsCorrected(name, latency, latencies)) return [];
    return [{ name, title: known.some((measure) => measure === name) ? titleOf(name) : name, latency }];
  });
}

/** Returns the latency that a run is about: of messages, or of answers where no message was sent. */
export function mainMeasureOf(result: Pick<RunResult, "latencies">): Measured | null {
  const measures = measuresOf(result);
  return measures.find(({ latency }) => latency.count > 0) ?? measures[0] ?? null;
}

/** Returns true for a run whose load is to join and leave: none of its clients sends a message. */
export function measuresJoins({ ending }: Pick<RunResult, "ending">): boolean {
  return ending.goal === "joins";
}

/**
 * Says how many values the warm-up had, which the account counts and the latencies do not; `null` for a run without one.
 * `expected` and `received` of the account and `count` of the latencies differ by these.
 */
export function describeWarmUp(result: Pick<RunResult, "latencies">): string | null {
  const measures = measuresOf(result).filter(({ name }) => name === Measure.Message || name === Measure.Answer);
  const parts = measures.flatMap(({ name, latency: { warmUpCount = 0 } }) =>
    warmUpCount > 0 ? [`${writeCount(warmUpCount)} ${name}${warmUpCount === 1 ? "" : "s"}`] : [],
  );
  if (parts.length === 0) return null;
  return `Without the warm-up, in which ${parts.join(" and ")} arrived: the account above has these as well.`;
}

/** Returns true for a run at a rate that waits for no answers: its latencies are there twice. */
export function isOpenLoop(result: Pick<RunResult, "latencies">): boolean {
  return measuresOf(result).some(({ name }) => name.endsWith(UNCORRECTED));
}

function titleOf(name: string): string {
  return name.replace(UNCORRECTED, ", uncorrected");
}

function repeatsCorrected(name: string, latency: Latency, latencies: RunResult["latencies"]): boolean {
  const corrected = name.endsWith(UNCORRECTED) ? latencies[name.slice(0, -UNCORRECTED.length)] : undefined;
  return corrected !== undefined && JSON.stringify(corrected) === JSON.stringify(latency);
}

export const OPEN_LOOP_NOTE =
  "Open loop: a latency counts from when the message was due, as a user would wait. " +
  "The uncorrected one counts from when it was sent, and forgets how late that was: judge by the first.";
