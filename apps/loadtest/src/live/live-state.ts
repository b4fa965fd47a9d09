import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";
import { isSaturatedSample } from "../verdict/saturation.ts";
import { addToHistory, EMPTY_HISTORY, type RunHistory } from "./run-history.ts";
import type { RunSnapshot } from "./run-view.ts";

export interface LiveState {
  readonly title: string;
  readonly phase: RunPhase;
  readonly notes: readonly string[];
  /** The last one; `null` before the first. */
  readonly snapshot: RunSnapshot | null;
  /** Of the whole run. */
  readonly history: RunHistory;
  readonly flow: Flow;
  /** Time of the last sample in which clients joined or none was missing, in milliseconds of the run; 0 before. */
  readonly joinedAtMs: number;
  /** The last samples in a row in which the tester had no time to spare. */
  readonly saturatedSamples: number;
}

/** Arrivals of the run: of messages and answers, or of clients where these are the load. Silence is judged by these. */
interface Flow {
  /** In all, as far as the rates tell. */
  readonly arrivals: number;
  /** Time of the last sample in which something arrived, in milliseconds of the run; `null` before. */
  readonly lastAtMs: number | null;
  /** Time of the first such sample. */
  readonly firstAtMs: number | null;
}

export type LiveEvent =
  | { readonly kind: "phase"; readonly phase: RunPhase }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "snapshot"; readonly snapshot: RunSnapshot };

export function createLiveState(title: string): LiveState {
  const flow = { arrivals: 0, firstAtMs: null, lastAtMs: null };
  return {
    title,
    phase: "checking",
    notes: [],
    snapshot: null,
    history: EMPTY_HISTORY,
    flow,
    joinedAtMs: 0,
    saturatedSamples: 0,
  };
}

export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case "phase":
      return { ...state, phase: event.phase };
    case "note":
      return { ...state, notes: [...state.notes, event.text] };
    case "snapshot":
      return takeSnapshot(state, event.snapshot);
  }
}

function takeSnapshot(state: LiveState, snapshot: RunSnapshot): LiveState {
  const { sample } = snapshot;
  const sinceMs = sample.atMs - (state.snapshot?.sample.atMs ?? 0);
  return {
    ...state,
    snapshot,
    history: addToHistory(state.history, sample),
    joinedAtMs: sample.joinsPerSecond > 0 || sample.clients >= (snapshot.asked ?? 0) ? sample.atMs : state.joinedAtMs,
    flow: addToFlow(state.flow, snapshot, sinceMs),
    saturatedSamples: isSaturatedSample(sample) ? state.saturatedSamples + 1 : 0,
  };
}

function addToFlow(flow: Flow, { sample, asked }: RunSnapshot, sinceMs: number): Flow {
  const perSecond = arrivalsPerSecond(sample, asked);
  if (perSecond === 0) return flow;
  const arrivals = flow.arrivals + (perSecond * sinceMs) / 1_000;
  return { arrivals, firstAtMs: flow.firstAtMs ?? sample.atMs, lastAtMs: sample.atMs };
}

/** Where clients join and leave all the time, each of them is an arrival. */
function arrivalsPerSecond({ joinsPerSecond, receivedPerSecond }: Sample, asked: number | null): number {
  return asked === null ? joinsPerSecond : receivedPerSecond;
}
