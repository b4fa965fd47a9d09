import type { Latency, RunResult } from "./run-result.ts";

/** What a latency of a result measures, in the order in which reports tell it. */
const MEASURES: readonly { readonly name: string; readonly title: string }[] = [
  { name: "message", title: "message" },
  { name: "message-uncorrected", title: "message, uncorrected" },
  { name: "answer", title: "answer" },
  { name: "answer-uncorrected", title: "answer, uncorrected" },
  { name: "handshake", title: "handshake" },
  { name: "connect", title: "connect" },
];

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
  const known = MEASURES.filter(({ name }) => Object.hasOwn(latencies, name));
  const unknown = Object.keys(latencies).filter((name) => MEASURES.every((measure) => measure.name !== name));
  return [...known, ...unknown.map((name) => ({ name, title: name }))].flatMap(({ name, title }) => {
    const latency = latencies[name];
    return latency && !saysTheSame(name, latency, latencies) ? [{ name, title, latency }] : [];
  });
}

/** The latency that a run is about: of messages, or of answers where no message was sent. */
export function mainMeasureOf(result: Pick<RunResult, "latencies">): Measured | null {
  const measures = measuresOf(result);
  return measures.find(({ latency }) => latency.count > 0) ?? measures[0] ?? null;
}

/** Whether the run went on at its rate without waiting for answers, so that latencies stand there twice. */
export function isOpenLoop(result: Pick<RunResult, "latencies">): boolean {
  return measuresOf(result).some(({ name }) => name.endsWith(UNCORRECTED));
}

function saysTheSame(name: string, latency: Latency, latencies: RunResult["latencies"]): boolean {
  const corrected = name.endsWith(UNCORRECTED) ? latencies[name.slice(0, -UNCORRECTED.length)] : undefined;
  return corrected !== undefined && JSON.stringify(corrected) === JSON.stringify(latency);
}

const UNCORRECTED = "-uncorrected";

/** Says which of two latencies is which. */
export const OPEN_LOOP_NOTE =
  "Open loop: a latency counts from when the message was due, as a user would wait. " +
  "The uncorrected one counts from when it was sent, and forgets how late that was: judge by the first.";
