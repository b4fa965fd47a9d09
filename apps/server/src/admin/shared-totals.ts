import type { ChatServer, ServerTotals } from "@chat/server";

/**
 * The totals of a server for several readers. The server reports the longest delay of its event loop since it was asked last, so
 * one that asks often would take the delays from the others: here each reader gets the longest since its own last look.
 */
export class SharedTotals<Reader extends string> {
  readonly #server: ChatServer;
  readonly #delaysMs = new Map<Reader, number>();
  #totals: Promise<ServerTotals> | null = null;
  #takenAt = 0;

  constructor(server: ChatServer, readers: readonly Reader[]) {
    this.#server = server;
    for (const reader of readers) this.#delaysMs.set(reader, 0);
  }

  /** @param maxAgeMs - age in milliseconds up to which totals that another look has got are good enough */
  async read(reader: Reader, maxAgeMs = 0): Promise<ServerTotals> {
    if (!this.#totals || performance.now() - this.#takenAt >= maxAgeMs) this.#totals = this.#take();
    const totals = await this.#totals;
    const loopDelayMs = this.#delaysMs.get(reader) ?? 0;
    this.#delaysMs.set(reader, 0);
    return { ...totals, loopDelayMs };
  }

  async #take(): Promise<ServerTotals> {
    this.#takenAt = performance.now();
    const totals = await this.#server.totals();
    for (const [reader, delayMs] of this.#delaysMs) this.#delaysMs.set(reader, Math.max(delayMs, totals.loopDelayMs));
    return totals;
  }
}
