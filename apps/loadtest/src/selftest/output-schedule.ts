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
