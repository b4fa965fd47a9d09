export type Ramp =
  /** Adds `perSecond` clients each second, evenly. */
  | { readonly kind: "linear"; readonly perSecond: number }
  | { readonly kind: "stepped"; readonly step: number; readonly everyMs: number }
  /**
   * Twice as many each time; when that breaks, half-way between the last good number and the broken one, and so on. Each number
   * has to hold for `everyMs` once all have joined. It ends when the two are no further apart than `precision`, a share of the
   * broken one from 0 to 1.
   */
  | { readonly kind: "bisect"; readonly start: number; readonly everyMs: number; readonly precision: number };

/** Time for which the allowed maximum of clients has to hold at the end of a linear ramp, in milliseconds. */
const LINEAR_HOLD_MS = 2_000;

/** Longest wait for something to measure, in milliseconds: heartbeats may be further apart than that. */
const MEASURE_TIMEOUT_MS = 5_000;

/** Share of a number's clients that have to be there for it to count as reached: a few failures are below what breaks. */
const REACHED_SHARE = 0.98;

/** State of a ramp. Made by {@link createRampState}, changed by {@link advanceRamp} alone. */
export interface RampState {
  readonly ramp: Ramp;
  readonly maxClients: number;
  /** Clients that there should be now. */
  readonly target: number;
  /**
   * Counts from 0 how often clients have to start from none again: after a break, a bisecting ramp tries a lower number on a
   * server that has got rid of the load. Only what came since counts as a break.
   */
  readonly attempt: number;
  /** Of a bisecting ramp, the largest number that has held for its time; else 0. */
  readonly held: number;
  /** The fewest clients asked for when it broke, or `null`. */
  readonly brokenAt: number | null;
  /** Since when the target is reached, in milliseconds of the run; `null` while it is not. */
  readonly reachedAtMs: number | null;
  readonly isOver: boolean;
}

export interface RampObservation {
  /** Since the ramp began, in milliseconds. */
  readonly elapsedMs: number;
  readonly joined: number;
  /** True when something was past its bound since the attempt began. */
  readonly isBroken: boolean;
  /** True when answers and handshakes were measured since the attempt began: nothing else shows that a number is good. */
  readonly isMeasured: boolean;
}

/** Begins a ramp that goes no further than `maxClients`, which may be `Infinity`. */
export function createRampState(ramp: Ramp, maxClients: number): RampState {
  const target = Math.max(1, Math.min(maxClients, firstTarget(ramp)));
  return { ramp, maxClients, target, attempt: 0, held: 0, brokenAt: null, reachedAtMs: null, isOver: false };
}

/** Decides from what is known now how many clients there should be. To be called often: each 100 ms or so. */
export function advanceRamp(state: RampState, observation: RampObservation): RampState {
  return state.isOver ? state : decide(state, observation);
}

function firstTarget(ramp: Ramp): number {
  switch (ramp.kind) {
    case "linear":
      return 1;
    case "stepped":
      return ramp.step;
    case "bisect":
      return ramp.start;
  }
}

function decide(state: RampState, observation: RampObservation): RampState {
  if (observation.isBroken) return breakDown(state);
  const reached = watchReached(state, observation);
  const { ramp, target, maxClients } = reached;
  switch (ramp.kind) {
    case "linear": {
      const due = Math.floor((ramp.perSecond * observation.elapsedMs) / 1_000);
      return endAtMost(raise(reached, due), observation, LINEAR_HOLD_MS);
    }
    case "stepped": {
      const steps = 1 + Math.floor(observation.elapsedMs / ramp.everyMs);
      return endAtMost(raise(reached, steps * ramp.step), observation, ramp.everyMs);
    }
    case "bisect": {
      if (!hasHeld(reached, observation, ramp.everyMs)) return reached;
      if (!isJudged(reached, observation)) return reached;
      const good = { ...reached, held: Math.max(reached.held, target) };
      if (good.brokenAt !== null) return searchBetween(good, ramp.precision);
      if (target >= maxClients) return { ...good, isOver: true };
      return raise(good, target * 2);
    }
  }
}

/** Notes since when all that were asked for are there. */
function watchReached(state: RampState, { elapsedMs, joined }: RampObservation): RampState {
  const isReached = joined >= Math.ceil(state.target * REACHED_SHARE);
  const reachedAtMs = isReached ? (state.reachedAtMs ?? elapsedMs) : null;
  return { ...state, reachedAtMs };
}

/** Returns true when a number of clients can be called good: it was measured, or there was nothing to measure for a while. */
function isJudged(state: RampState, observation: RampObservation): boolean {
  return observation.isMeasured || hasHeld(state, observation, MEASURE_TIMEOUT_MS);
}

function hasHeld({ reachedAtMs }: RampState, { elapsedMs }: RampObservation, forMs: number): boolean {
  return reachedAtMs !== null && elapsedMs - reachedAtMs >= forMs;
}

/** More clients, up to the most: never fewer than before. */
function raise(state: RampState, wanted: number): RampState {
  const target = Math.max(state.target, Math.min(state.maxClients, wanted));
  return target === state.target ? state : { ...state, target, reachedAtMs: null };
}

/** A ramp that has brought up as many as are allowed ends when these have held. */
function endAtMost(state: RampState, observation: RampObservation, holdMs: number): RampState {
  return { ...state, isOver: state.target >= state.maxClients && hasHeld(state, observation, holdMs) };
}

function breakDown(state: RampState): RampState {
  const broken = { ...state, brokenAt: Math.min(state.brokenAt ?? state.target, state.target) };
  if (state.ramp.kind !== "bisect") return { ...broken, isOver: true };
  return searchBetween({ ...broken, attempt: state.attempt + 1 }, state.ramp.precision);
}

/** Goes half-way between the last good number and the broken one, unless they are close enough. */
function searchBetween(state: RampState, precision: number): RampState {
  const brokenAt = state.brokenAt ?? state.maxClients;
  const gap = brokenAt - state.held;
  if (gap <= Math.max(1, precision * brokenAt)) return { ...state, isOver: true };
  return { ...state, target: state.held + Math.floor(gap / 2), reachedAtMs: null };
}
