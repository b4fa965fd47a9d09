import type { Sample } from "../result/run-result.ts";

/** Points that are kept; a longer run has neighbours put together, so that it is drawn from its beginning however long it is. */
const MAX_POINTS = 400;

/** Some samples of a run that follow one another, by their worst. */
export interface HistoryPoint {
  /** The lowest rate. */
  readonly receivedPerSecond: number;
  readonly joinsPerSecond: number;
  /** The longest wait; `null` when nothing arrived. */
  readonly maxMs: number | null;
}

/** A run from its beginning until now. */
export interface RunHistory {
  readonly points: readonly HistoryPoint[];
  /** Samples in each point but the last, which may have fewer. */
  readonly samplesPerPoint: number;
  readonly samplesInLast: number;
}

export const EMPTY_HISTORY: RunHistory = { points: [], samplesPerPoint: 1, samplesInLast: 0 };

export function addToHistory(history: RunHistory, { receivedPerSecond, joinsPerSecond, maxMs }: Sample): RunHistory {
  const added = { receivedPerSecond, joinsPerSecond, maxMs };
  const { points, samplesPerPoint, samplesInLast } = history;
  const last = points.at(-1);
  if (last && samplesInLast < samplesPerPoint) {
    return { ...history, points: points.with(-1, worstOf(last, added)), samplesInLast: samplesInLast + 1 };
  }
  if (points.length < MAX_POINTS) return { points: [...points, added], samplesPerPoint, samplesInLast: 1 };
  const halved = Array.from({ length: MAX_POINTS / 2 }, (_, index) =>
    worstOf(points[2 * index] ?? added, points[2 * index + 1] ?? added),
  );
  return { points: [...halved, added], samplesPerPoint: 2 * samplesPerPoint, samplesInLast: 1 };
}

function worstOf(a: HistoryPoint, b: HistoryPoint): HistoryPoint {
  const longest = Math.max(a.maxMs ?? -1, b.maxMs ?? -1);
  return {
    receivedPerSecond: Math.min(a.receivedPerSecond, b.receivedPerSecond),
    joinsPerSecond: Math.min(a.joinsPerSecond, b.joinsPerSecond),
    maxMs: longest < 0 ? null : longest,
  };
}
