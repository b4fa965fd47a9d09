import type { StubFaults } from "./stub-faults.ts";

/**
 * Returns the time to write what was read at `readAtMs`. Later readings never have earlier times, so that a queue in the order
 * of reading is one in the order of writing.
 */
export function dueAt({ delayMs = 0, stall }: Pick<StubFaults, "delayMs" | "stall">, readAtMs: number): number {
  const at = readAtMs + delayMs;
  return stall ? at + Math.max(0, stall.forMs - (at % stall.everyMs)) : at;
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
  readonly #faults: StubFaults;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(faults: StubFaults) {
    this.#faults = faults;
  }

  /** Writes what belongs to something that was read at this moment, when it is due. */
  write(readAtMs: number, write: () => void): void {
    const dueAtMs = dueAt(this.#faults, readAtMs);
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
