/** When a silent connection is asked for a sign of life, and when it is given up. Times are in milliseconds. */
export interface LivenessOptions {
  /**
   * The silence after which the client asks for the time, if the server owes no other answer. Any byte ends a silence. It is
   * also the time for which messages are without a question behind them: their outcome is asked for then, silence or not.
   * @default 20000
   */
  readonly askAfterMs: number;
  /**
   * The further silence after which the connection is given up. An original server loses requests, so it is asked three times.
   * @default 10000
   */
  readonly hangUpAfterMs: number;
  /**
   * The limit in place of both while the server owes the answer to a request of the program: the 30 s that an endpoint may
   * take, and 10 more. When many messages are on their way, the time that the server needs for them comes on top.
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
  /** Time since our first question, if nothing came since then. A full queue may have kept it from being written. */
  readonly firstAskedMs: number | null;
  /** Time since our last question, if nothing came since then. */
  readonly askedMs: number | null;
  /** Time for which messages have had no request behind them whose answer would confirm them. */
  readonly unaskedMs: number | null;
  /** True when the next answer may take long: an endpoint works on it, or much has to go out before. */
  readonly isSlow: boolean;
  /** Time that the server needs for what was sent before the next answer, estimated. */
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
  const { silentMs, answerMs, unaskedMs } = observed;
  if (isDead(observed, options)) return { action: "hang-up", nextMs: 0 };
  if (isTimeToAsk(observed, options)) return { action: "ask", nextMs: LATE_AFTER_MS };
  if (answerMs === null) return { action: "wait", nextMs: options.askAfterMs - Math.max(silentMs, unaskedMs ?? 0) };
  return { action: "wait", nextMs: answerMs < LATE_AFTER_MS ? LATE_AFTER_MS - answerMs : JUDGE_EVERY_MS };
}

/** A server of the contract answers everything, so that one request is question enough. */
function isTimeToAsk(observed: LivenessObservation, { askAfterMs, hangUpAfterMs }: LivenessOptions): boolean {
  const { silentMs, answerMs, askedMs, unaskedMs, isOriginal } = observed;
  if (answerMs === null) return Math.max(silentMs, unaskedMs ?? 0) >= askAfterMs;
  return isOriginal && silentMs >= askAfterMs && (askedMs === null || askedMs >= hangUpAfterMs);
}

function isDead(observed: LivenessObservation, options: LivenessOptions): boolean {
  const { askAfterMs, hangUpAfterMs, slowAnswerMs } = options;
  const { silentMs, answerMs, firstAskedMs, isSlow, backlogMs, isOriginal } = observed;
  // It may forget a request and be well: only silence after several questions counts.
  if (isOriginal) return firstAskedMs !== null && firstAskedMs >= ORIGINAL_QUESTIONS * hangUpAfterMs + backlogMs;
  const owedMs = answerMs ?? firstAskedMs;
  if (owedMs === null) return false;
  // It answers each request in time: what it sends of its own shows only that our direction is the dead one.
  if (owedMs >= slowAnswerMs + backlogMs) return true;
  return !isSlow && Math.min(silentMs - askAfterMs, owedMs) >= hangUpAfterMs + backlogMs;
}
