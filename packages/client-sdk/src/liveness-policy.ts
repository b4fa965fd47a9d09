/** When a silent connection is asked for a sign of life, and when it is given up. Times are in milliseconds. */
export interface LivenessOptions {
  /**
   * The silence after which the client asks for the time, if it waits for no other answer. Any byte ends a silence.
   * @default 20000
   */
  readonly askAfterMs: number;
  /**
   * The further silence after which the connection is given up. An original server loses requests, so it is asked three times.
   * @default 10000
   */
  readonly hangUpAfterMs: number;
  /**
   * The limit in place of both while the program waits for an answer: the 30 s that an endpoint may take, and 10 more. When
   * many messages are on their way, the time that the server needs for them comes on top.
   * @default 40000
   */
  readonly slowAnswerMs: number;
}

/** The limits that apply when the options name no others. */
export const DEFAULT_LIVENESS: LivenessOptions = { askAfterMs: 20_000, hangUpAfterMs: 10_000, slowAnswerMs: 40_000 };

/** What was observed of a connection. Times are in milliseconds; `null` means that there is no such thing. */
export interface LivenessObservation {
  /** Time since the last byte from the server. */
  readonly silentMs: number;
  /** Time for which the server has owed the next answer, to a request of the program or to our question. */
  readonly answerMs: number | null;
  /** Time since our last question, if nothing came since then. */
  readonly askedMs: number | null;
  /** Time for which the program has waited for an answer. */
  readonly programMs: number | null;
  /** Time that the server needs for all that was sent before, estimated; 0 when that is little. */
  readonly backlogMs: number;
  /** True for an original server: it may have lost what it does not answer. */
  readonly isOriginal: boolean;
}

/** What to do about a connection, and the time until it is judged again, in milliseconds. */
export interface LivenessVerdict {
  readonly action: "wait" | "ask" | "hang-up";
  readonly nextMs: number;
}

/** The time after which an answer is late, in milliseconds. */
export const LATE_AFTER_MS = 2_000;

/** The time between two judgements while an answer is late, in milliseconds. */
const JUDGE_EVERY_MS = 1_000;

/** The number of questions of which an original server may lose all but one. */
const ORIGINAL_QUESTIONS = 3;

/** Judges whether the other side still lives. */
export function judgeLiveness(observed: LivenessObservation, options: LivenessOptions): LivenessVerdict {
  const { silentMs, answerMs } = observed;
  const { askAfterMs } = options;
  if (isDead(observed, options)) return { action: "hang-up", nextMs: 0 };
  if (silentMs >= askAfterMs && isTimeToAsk(observed, options)) return { action: "ask", nextMs: LATE_AFTER_MS };
  if (answerMs === null) return { action: "wait", nextMs: askAfterMs - silentMs };
  return { action: "wait", nextMs: answerMs < LATE_AFTER_MS ? LATE_AFTER_MS - answerMs : JUDGE_EVERY_MS };
}

/** A server of the contract answers everything, so that one request is question enough. */
function isTimeToAsk(
  { answerMs, askedMs, isOriginal }: LivenessObservation,
  { hangUpAfterMs }: LivenessOptions,
): boolean {
  if (answerMs === null) return true;
  return isOriginal && (askedMs === null || askedMs >= hangUpAfterMs);
}

function isDead(observed: LivenessObservation, { askAfterMs, hangUpAfterMs, slowAnswerMs }: LivenessOptions): boolean {
  const { silentMs, answerMs, programMs, backlogMs, isOriginal } = observed;
  if (answerMs === null) return false;
  const slowMs = slowAnswerMs + backlogMs;
  // It answers each request in time: what it sends of its own shows only that our direction is the dead one.
  if (!isOriginal && answerMs >= slowMs) return true;
  if (programMs !== null || backlogMs > 0) return Math.min(silentMs, programMs ?? answerMs) >= slowMs;
  const patienceMs = isOriginal ? ORIGINAL_QUESTIONS * hangUpAfterMs : hangUpAfterMs;
  return silentMs >= askAfterMs + patienceMs && answerMs >= hangUpAfterMs;
}
