import { constants } from "node:os";
import type { Verdict } from "../result/run-result.ts";
import { ExitCode } from "./exit-code.ts";

/** Tone of a verdict: the reports choose colours and signs by it. */
export type Tone = "good" | "bad" | "notice";

/** One way in which a run can end. */
export interface Ending {
  /** The verdict in a few words. */
  readonly title: string;
  readonly tone: Tone;
  readonly exitCode: ExitCode;
  /** Words at the moment of the ending in the charts; `null` for an ending that has no moment of its own. */
  readonly mark: string | null;
  /** The condition under which a run ends so, for the README. */
  readonly summary: string;
}

/** Every way in which a run can end. Reports, charts, exit codes and the table in the README are made from it. */
export const ENDINGS: { readonly [Kind in Verdict["kind"]]: Ending } = {
  passed: {
    title: "Passed",
    tone: "good",
    exitCode: ExitCode.Passed,
    mark: null,
    summary: "Everybody joined, something was sent, and everything arrived once, in order and whole, or was reported.",
  },
  "limit-found": {
    title: "Limit found",
    // To find the limit is what such a run is for.
    tone: "notice",
    exitCode: ExitCode.Passed,
    mark: "limit",
    summary: "A breaking point: so many clients were held within all bounds, and the next ones were not.",
  },
  "no-limit-met": {
    title: "No limit met",
    tone: "good",
    exitCode: ExitCode.Passed,
    mark: null,
    summary: "A breaking point: all that were asked for were held, or the time was over.",
  },
  "server-gone": {
    title: "Server gone",
    tone: "bad",
    exitCode: ExitCode.ServerGone,
    mark: "the server went away",
    summary: "The server ended, or a fresh connection is refused after all others were closed. The run ends early.",
  },
  "server-silent": {
    title: "Server silent",
    tone: "bad",
    exitCode: ExitCode.ServerGone,
    mark: "nothing came after this",
    summary:
      "Nothing came on any connection though something was owed, and a fresh connection was not welcomed. The run ends early.",
  },
  "server-refused": {
    title: "Nobody let in",
    tone: "bad",
    exitCode: ExitCode.LoadMissing,
    mark: null,
    summary: "The server refused every client.",
  },
  "server-mute": {
    title: "Server mute",
    tone: "bad",
    exitCode: ExitCode.LoadMissing,
    mark: null,
    summary: "The server accepted the connections and welcomed no client.",
  },
  "slow-from-start": {
    title: "Slow from the start",
    tone: "bad",
    exitCode: ExitCode.LoadMissing,
    mark: "past its bound",
    summary: "A breaking point: no number of clients was ever held within all bounds.",
  },
  "clients-absent": {
    title: "Clients absent",
    tone: "bad",
    exitCode: ExitCode.LoadMissing,
    mark: null,
    summary:
      "Some of the clients did not get in, or left and did not get in again: there was less load than was asked for.",
  },
  "nothing-sent": {
    title: "Nothing sent",
    tone: "bad",
    exitCode: ExitCode.LoadMissing,
    mark: null,
    summary: "Nothing was sent: there is nothing to judge.",
  },
  "tester-saturated": {
    title: "Tester saturated",
    tone: "bad",
    exitCode: ExitCode.TesterSaturated,
    mark: "the tester's limit",
    summary: "The tester had no time, files or ports to spare: its metrics say nothing about the server.",
  },
  "messages-lost": {
    title: "Messages lost",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: null,
    summary: "Messages or answers did not arrive, and their senders were not told.",
  },
  "messages-corrupted": {
    title: "Messages corrupted",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: null,
    summary: "Messages arrived that are not what was sent.",
  },
  "messages-duplicated": {
    title: "Messages duplicated",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: null,
    summary: "Messages or answers arrived more than once.",
  },
  "messages-disordered": {
    title: "Messages out of order",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: null,
    summary: "Messages arrived after a later one of the same sender to the same receiver.",
  },
  "answers-wrong": {
    title: "Answers wrong",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: null,
    summary: "Answers came that are none to what was asked: errors, or texts that the contract does not know.",
  },
  "connections-dropped": {
    title: "Connections dropped",
    tone: "bad",
    exitCode: ExitCode.MessagesLost,
    mark: "connections dropped",
    summary: "The server closed connections of clients that read what they get, or these broke.",
  },
  "threshold-crossed": {
    title: "Threshold crossed",
    tone: "bad",
    exitCode: ExitCode.ThresholdCrossed,
    mark: null,
    summary: "A `--fail-if` came true.",
  },
  "threshold-not-measured": {
    title: "Threshold not measured",
    tone: "bad",
    exitCode: ExitCode.ThresholdCrossed,
    mark: null,
    summary: "A `--fail-if` could not be judged: its metric was not measured.",
  },
  interrupted: {
    title: "Interrupted",
    tone: "notice",
    exitCode: ExitCode.Interrupted,
    mark: "interrupted",
    summary: "Ctrl-C or a signal ended the run, and until then nothing was wrong.",
  },
};

/**
 * Returns the exit code of a verdict. An interrupted run ends as shells expect of a process that the signal has ended: 130
 * for SIGINT, 143 for SIGTERM.
 */
export function exitCodeOf(kind: Verdict["kind"], interruptedBy: string | null): number {
  return kind === "interrupted" ? exitCodeOfSignal(interruptedBy) : ENDINGS[kind].exitCode;
}

/** Returns the exit code of a process that a signal has ended; that of SIGINT when the name is none of a signal. */
export function exitCodeOfSignal(signal: unknown): number {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  const number = typeof signal === "string" && Object.hasOwn(numbers, signal) ? numbers[signal] : undefined;
  return number === undefined ? ExitCode.Interrupted : 128 + number;
}
