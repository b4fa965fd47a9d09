import type { StubFaults } from "./stub-faults.ts";

/**
 * Says when what was read at a moment is to be written, in milliseconds. Later readings never give earlier moments, so that a
 * queue in the order of reading is one in the order of writing.
 */
export class OutputSchedule {
  readonly #delayMs: number;
  readonly #stall: StubFaults["stall"];

  constructor({ delayMs = 0, stall }: Pick<StubFaults, "delayMs" | "stall">) {
    this.#delayMs = delayMs;
    this.#stall = stall;
  }

  dueAt(readAtMs: number): number {
    const at = readAtMs + this.#delayMs;
    if (!this.#stall) return at;
    const intoPeriodMs = at % this.#stall.everyMs;
    return at + Math.max(0, this.#stall.forMs - intoPeriodMs);
  }
}

interface Held {
  readonly dueAtMs: number;
  readonly write: () => void;
}

/**
 * Holds back what a stub writes until it is due, in the order in which it was handed over.
 *
 * A stall is made here, and not by blocking the event loop: what a blocked loop has not read waits in the kernel, where
 * nobody can tell since when, and a clock that starts with the reading would report too little. This way the stub keeps
 * reading, sees when each message came, and what it says of the delay is true; to its clients it is the same.
 */
export class DelayLine {
  readonly #schedule: OutputSchedule;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(schedule: OutputSchedule) {
    this.#schedule = schedule;
  }

  /** Writes what belongs to something that was read at this moment, when it is due. */
  write(readAtMs: number, write: () => void): void {
    const dueAtMs = this.#schedule.dueAt(readAtMs);
    if (this.#held.length === 0 && dueAtMs <= performance.now()) return write();
    this.#held.push({ dueAtMs, write });
    this.#timer ??= this.#setTimer();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#held = [];
  }

  #writeDue(): void {
    this.#timer = undefined;
    const now = performance.now();
    const firstNotDue = this.#held.findIndex(({ dueAtMs }) => dueAtMs > now);
    for (const { write } of this.#held.splice(0, firstNotDue < 0 ? this.#held.length : firstNotDue)) write();
    if (this.#held.length > 0) this.#timer = this.#setTimer();
  }

  #setTimer(): NodeJS.Timeout {
    const waitMs = (this.#held[0]?.dueAtMs ?? 0) - performance.now();
    return setTimeout(() => this.#writeDue(), Math.max(0, waitMs));
  }
}
