import { judgeLiveness, LATE_AFTER_MS, type LivenessObservation, type LivenessOptions } from "./liveness-policy.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** The lateness of its own timer from which on a process stood still: it was stopped, or its machine slept. */
const STOOD_STILL_MS = 1_000;

/** The pause before a connection that is not read is looked at again, in milliseconds. */
const PAUSED_MS = 1_000;

/** A connection as far as its life is concerned. */
export interface WatchedConnection {
  /** The observation of this moment, without our own questions; `null` while the connection is not read on purpose. */
  observe(): Omit<LivenessObservation, "firstAskedMs" | "askedMs"> | null;
  /** Asks the server for a sign of life. */
  ask(): void;
  /** The time for which an answer is late has changed, in milliseconds; 0 when none is late any more. */
  late(lateMs: number): void;
  /** Gives the connection up. */
  hangUp(observed: LivenessObservation): void;
}

/**
 * Watches whether the other side of a connection still lives: asks after a silence, and gives up after a longer one. The time in
 * which this process stood still counts for nothing, because nobody has read meanwhile.
 */
export class LivenessWatch {
  readonly #options: LivenessOptions;
  readonly #connection: WatchedConnection;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #isStopped = false;
  /** The time from which on this process has run without a break. */
  #awakeSince = performance.now();
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The time of the first question since the last byte. */
  #firstAskedAt = Number.NEGATIVE_INFINITY;
  #lateMs = 0;

  constructor(options: LivenessOptions, connection: WatchedConnection) {
    this.#options = options;
    this.#connection = connection;
    // What waited for the connection may have brought a question already.
    this.#judgeIn(Math.min(LATE_AFTER_MS, options.askAfterMs));
  }

  /** Notes that something was asked: its answer may be late soon. */
  asked(): void {
    if (!this.#isStopped && this.#dueAt > performance.now() + LATE_AFTER_MS) this.#judgeIn(LATE_AFTER_MS);
  }

  /** Notes that something was answered. */
  answered(): void {
    if (this.#lateMs > 0) this.#tellLate();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #judgeIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = performance.now() + delayMs;
    this.#timer = setTimeout(() => this.#wake(), Math.min(Math.ceil(delayMs), MAX_TIMER_MS));
    // An open connection keeps the process running by itself.
    this.#timer.unref();
  }

  #wake(): void {
    const now = performance.now();
    if (now - this.#dueAt >= STOOD_STILL_MS) this.#awakeSince = now;
    // What has arrived meanwhile is read first.
    setImmediate(() => this.#judge());
  }

  #judge(): void {
    if (this.#isStopped) return;
    const observed = this.#observe();
    if (observed === null) {
      this.#judgeIn(PAUSED_MS);
      return this.#tellLate();
    }
    const { action, nextMs } = judgeLiveness(observed, this.#options);
    if (action === "hang-up") {
      this.stop();
      return this.#connection.hangUp(observed);
    }
    this.#judgeIn(nextMs);
    if (action === "ask") {
      this.#askedAt = performance.now();
      if (observed.firstAskedMs === null) this.#firstAskedAt = this.#askedAt;
      this.#connection.ask();
    }
    this.#tellLate();
  }

  #tellLate(): void {
    const answerMs = this.#observe()?.answerMs ?? 0;
    const lateMs = answerMs >= LATE_AFTER_MS ? Math.round(answerMs) : 0;
    if (lateMs === this.#lateMs) return;
    this.#lateMs = lateMs;
    this.#connection.late(lateMs);
  }

  #observe(): LivenessObservation | null {
    const observed = this.#connection.observe();
    const now = performance.now();
    if (observed === null) {
      this.#awakeSince = now;
      return null;
    }
    const { silentMs, answerMs } = observed;
    const heardAt = now - silentMs;
    const since = (startedAt: number) => Math.min(now - startedAt, now - this.#awakeSince);
    return {
      ...observed,
      answerMs: answerMs === null ? null : since(now - answerMs),
      firstAskedMs: this.#firstAskedAt > heardAt ? since(this.#firstAskedAt) : null,
      askedMs: this.#askedAt > heardAt ? since(this.#askedAt) : null,
    };
  }
}
