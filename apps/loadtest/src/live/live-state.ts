import type { RunPhase } from "../runs/run-settings.ts";
import type { RunSnapshot } from "./run-view.ts";

/** Time that the sparkline shows, in milliseconds. */
const HISTORY_MS = 60_000;

export interface LiveState {
  readonly title: string;
  readonly phase: RunPhase;
  readonly notes: readonly string[];
  /** The last one; `null` before the first. */
  readonly snapshot: RunSnapshot | null;
  /** Received messages a second, of each sample of the last minute. */
  readonly received: readonly { readonly atMs: number; readonly perSecond: number }[];
}

export type LiveEvent =
  | { readonly kind: "phase"; readonly phase: RunPhase }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "snapshot"; readonly snapshot: RunSnapshot };

export function createLiveState(title: string): LiveState {
  return { title, phase: "checking", notes: [], snapshot: null, received: [] };
}

export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case "phase":
      return { ...state, phase: event.phase };
    case "note":
      return { ...state, notes: [...state.notes, event.text] };
    case "snapshot": {
      const { atMs, receivedPerSecond } = event.snapshot.sample;
      const received = [...state.received, { atMs, perSecond: receivedPerSecond }];
      return {
        ...state,
        snapshot: event.snapshot,
        received: received.filter((point) => point.atMs > atMs - HISTORY_MS),
      };
    }
  }
}
