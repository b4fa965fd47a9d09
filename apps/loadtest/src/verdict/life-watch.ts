/** Silence after which a server is in doubt, in milliseconds: shorter pauses are common, and prove nothing. */
const DOUBT_AFTER_MS = 2_000;

/** Least silence that proves that a server has fallen silent, in milliseconds. It is longer where answers may take longer. */
const SILENT_AFTER_MS = 8_000;

/** Least time between two probes, and between two refused ones that prove that a server is gone, in milliseconds. */
const PROBE_EVERY_MS = 1_000;

/** The signs of life of a server at one moment. Times are in milliseconds of the run. */
export interface LifeSigns {
  readonly atMs: number;
  /** When something last came on any connection. */
  readonly heardAtMs: number;
  /** Clients that are joined. */
  readonly clients: number;
  /** Connections that the server or the system closed or refused, in all. */
  readonly lostConnections: number;
  /** True when an answer, a welcome or a message is waited for. */
  readonly isOwed: boolean;
  /** True when the tester is late itself: what it has not read yet is no silence of the server. */
  readonly isTesterLate: boolean;
  /** True when the server's process is known to have ended. */
  readonly hasExited: boolean;
}

/**
 * Outcome of one fresh connection: an answer of any kind, a refusal by the system, a close without a word, or nothing in time.
 */
export type ProbeOutcome = "answered" | "refused" | "closed" | "unanswered";

export type LifeState = "alive" | "gone" | "silent";

export interface Stall {
  readonly atMs: number;
  readonly forMs: number;
}

/**
 * Decides whether a server is alive, from what comes on its connections and from probes: fresh connections that are made when
 * it is in doubt.
 *
 * 1. It is *gone* when no connection is left and fresh ones are refused, for a second, or once when its process has ended.
 *    A server that has said something before is also gone when fresh ones are closed without a word, as by the proxy before it.
 *    One that never said anything refuses its clients so.
 * 2. It is *silent* when nothing came for some seconds while something was owed, a fresh connection is not welcomed, and the
 *    tester was not late.
 * 3. Anything that comes, and any answer to a probe, ends the doubt.
 */
export class LifeWatch {
  readonly #silentAfterMs: number;
  #state: LifeState = "alive";
  #signs: LifeSigns | null = null;
  /** Begin of the silence that counts: the tester was in time, and something was owed. */
  #silentSinceMs = 0;
  /** Lost connections that a server survived, as an answered probe has shown; the same of its process's end. */
  #knownLosses = 0;
  #isExitKnown = false;
  #outcome: ProbeOutcome | null = null;
  #probedAtMs = Number.NEGATIVE_INFINITY;
  #refusedAtMs: number | null = null;
  #stall: Stall | null = null;

  /** @param answerTimeoutMs - time in which an answer is in time */
  constructor(answerTimeoutMs: number) {
    this.#silentAfterMs = Math.max(SILENT_AFTER_MS, answerTimeoutMs);
  }

  get state(): LifeState {
    return this.#state;
  }

  /** True from the first suspicion until it is proven wrong; also once the server is gone or silent. */
  get isInDoubt(): boolean {
    return (this.#isMaybeGone || this.#isMaybeSilent) && this.#outcome !== "answered";
  }

  /** True when a fresh connection should be made now. */
  get wantsProbe(): boolean {
    const atMs = this.#signs?.atMs ?? 0;
    const isSuspect = this.#isMaybeGone || this.#isMaybeSilent;
    return this.#state === "alive" && isSuspect && atMs - this.#probedAtMs >= PROBE_EVERY_MS;
  }

  /** The longest silence that ended; `null` for none that was long enough to be in doubt. */
  get longestStall(): Stall | null {
    return this.#stall;
  }

  observe(signs: LifeSigns): void {
    const before = this.#signs;
    if (before && signs.heardAtMs > before.heardAtMs) this.#noteStall(before.heardAtMs, signs.heardAtMs);
    const isNoSilence = signs.isTesterLate || !signs.isOwed;
    this.#silentSinceMs = Math.max(this.#silentSinceMs, isNoSilence ? signs.atMs : signs.heardAtMs);
    this.#signs = signs;
    if (!this.#isMaybeGone && !this.#isMaybeSilent) this.#outcome = null;
    this.#decide();
  }

  /** Takes the outcome of a probe that began and ended at these times. */
  noteProbe(outcome: ProbeOutcome, startedAtMs: number, endedAtMs: number): void {
    this.#probedAtMs = endedAtMs;
    const isNeverHeard = outcome === "closed" && (this.#signs?.heardAtMs ?? 0) === 0;
    this.#outcome = isNeverHeard ? "answered" : outcome;
    if (this.#outcome === "answered") {
      this.#knownLosses = this.#signs?.lostConnections ?? 0;
      // Something else serves: a process that the one which ended has left behind.
      this.#isExitKnown = this.#signs?.hasExited ?? false;
    }
    if (!this.#isRefused) this.#refusedAtMs = null;
    else if (this.#isMaybeGone) {
      this.#refusedAtMs ??= startedAtMs;
      const isProven = this.#signs?.hasExited || startedAtMs - this.#refusedAtMs >= PROBE_EVERY_MS;
      if (isProven) this.#state = "gone";
    }
    this.#decide();
  }

  /** Forgets lost connections: the tester has closed all of its own. */
  restart(): void {
    this.#knownLosses = this.#signs?.lostConnections ?? 0;
    this.#outcome = null;
  }

  get #isMaybeGone(): boolean {
    const signs = this.#signs;
    if (!signs) return false;
    const isNewsOfExit = signs.hasExited && !this.#isExitKnown;
    return isNewsOfExit || (signs.clients === 0 && signs.lostConnections > this.#knownLosses);
  }

  get #isRefused(): boolean {
    return this.#outcome === "refused" || this.#outcome === "closed";
  }

  get #isMaybeSilent(): boolean {
    return this.#silentForMs >= DOUBT_AFTER_MS;
  }

  get #silentForMs(): number {
    return (this.#signs?.atMs ?? 0) - this.#silentSinceMs;
  }

  #decide(): void {
    if (this.#state !== "alive" || this.#silentForMs < this.#silentAfterMs) return;
    if (this.#outcome === "unanswered" || this.#isRefused) this.#state = "silent";
  }

  /** Notes a silence that has ended, from the last thing that came before it. */
  #noteStall(fromMs: number, untilMs: number): void {
    const forMs = untilMs - fromMs;
    const wasCounted = this.#isMaybeSilent;
    if (wasCounted && forMs > (this.#stall?.forMs ?? 0)) this.#stall = { atMs: fromMs, forMs };
  }
}
