import { ErrorKind } from "../result/error-kind.ts";
import { writeCount, writeMs } from "../result/format.ts";
import type { LiveState } from "./live-state.ts";

/** Judgement about a run that goes on: is all well, and if not, what is wrong? */
export interface Health {
  readonly tone: "good" | "notice" | "bad";
  readonly text: string;
}

/** Wait from which on a conversation stops feeling like one, in milliseconds. */
const SLOW_MS = 1_000;

/** Shortest silence that counts, in milliseconds: two samples. */
const SILENCE_MS = 1_000;

/** Time from which on clients that wait for their welcome wait too long, in milliseconds. */
const JOIN_MS = 2_000;

/** Arrivals that a silence takes the place of: fewer are the pause of people who write now and then. */
const MISSING_ARRIVALS = 20;

/** Samples in a row in which the tester has no time to spare: one is a garbage collection, two are a bad second. */
const SATURATED_SAMPLES = 3;

/** Words for the kinds of errors, after a number. A refused message is told to its sender, and no fault. */
const ERROR_WORDS: { readonly [Kind in Exclude<ErrorKind, "refused">]: string } = {
  [ErrorKind.ConnectRefused]: "connects refused",
  [ErrorKind.ConnectTimeout]: "connects timed out",
  [ErrorKind.HandshakeTimeout]: "handshakes timed out",
  [ErrorKind.NameRefused]: "names refused",
  [ErrorKind.ServerFull]: "refused by a full server",
  [ErrorKind.NoChatServer]: "answers of no chat server",
  [ErrorKind.Dropped]: "connections dropped",
  [ErrorKind.NotWelcomed]: "connections closed without a welcome",
  [ErrorKind.OpenFiles]: "connects without an open file left",
  [ErrorKind.Ports]: "connects without a port left",
  [ErrorKind.ErrorAnswer]: "wrong answers",
  [ErrorKind.LateAnswer]: "late answers",
  [ErrorKind.Malformed]: "times bytes that are no message",
};

export function judgeHealth(state: LiveState): Health {
  const faults = [...findSilence(state), ...findWaiting(state), ...findErrors(state)];
  const doubts = [...findSaturation(state), ...findSlowness(state)];
  if (faults.length > 0) return { tone: "bad", text: `Not well: ${[...faults, ...doubts].join(", ")}` };
  if (doubts.length > 0) return { tone: "notice", text: `Mind: ${doubts.join(", ")}` };
  return { tone: "good", text: "All is well" };
}

function findSilence({ phase, snapshot, flow }: LiveState): string[] {
  const { arrivals, firstAtMs, lastAtMs } = flow;
  if (phase !== "running" || !snapshot || firstAtMs === null || lastAtMs === null) return [];
  const silentMs = snapshot.sample.atMs - lastAtMs;
  const usualPerMs = arrivals / Math.max(1, lastAtMs - firstAtMs);
  if (silentMs < SILENCE_MS || usualPerMs * silentMs < MISSING_ARRIVALS) return [];
  return [`nothing has arrived for ${writeMs(Math.round(silentMs / 100) * 100)}`];
}

function findWaiting({ phase, snapshot, joinedAtMs }: LiveState): string[] {
  if (phase !== "joining" || !snapshot) return [];
  const { sample, asked } = snapshot;
  const waitedMs = sample.atMs - joinedAtMs;
  if (asked === null || sample.clients >= asked || waitedMs < JOIN_MS) return [];
  return [`no client has joined for ${writeMs(Math.round(waitedMs / 100) * 100)}`];
}

function findErrors({ snapshot }: LiveState): string[] {
  const errors = Object.entries(snapshot?.sample.errors ?? {});
  return errors
    .filter(([kind, count]) => kind !== ErrorKind.MessageRefused && count > 0)
    .map(([kind, count]) => `${writeCount(count)} ${wordsOf(kind)}`);
}

function wordsOf(kind: string): string {
  return Object.hasOwn(ERROR_WORDS, kind) ? ERROR_WORDS[kind as keyof typeof ERROR_WORDS] : kind;
}

function findSaturation({ saturatedSamples }: LiveState): string[] {
  return saturatedSamples >= SATURATED_SAMPLES ? ["the tester is at its limit and measures itself"] : [];
}

function findSlowness({ snapshot }: LiveState): string[] {
  const maxMs = snapshot?.sample.maxMs ?? 0;
  return maxMs >= SLOW_MS ? [`the longest wait is ${writeMs(maxMs)}`] : [];
}
