/**
 * The connections of all threads of a server, in memory that they share. Each thread has a slot of its own, so that what a
 * dead one has counted can be struck out.
 */
export class ThreadCounters {
  readonly buffer: SharedArrayBuffer;
  readonly #connections: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#connections = new Int32Array(buffer);
  }

  static forSlots(slots: number): ThreadCounters {
    return new ThreadCounters(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT));
  }

  get slots(): number {
    return this.#connections.length;
  }

  /** Connections of all threads. */
  get connections(): number {
    let sum = 0;
    for (let slot = 0; slot < this.#connections.length; slot++) sum += Atomics.load(this.#connections, slot);
    return sum;
  }

  addConnection(slot: number, difference: 1 | -1): void {
    Atomics.add(this.#connections, slot, difference);
  }

  /** Strikes out what a thread has counted that is no more. */
  clear(slot: number): void {
    Atomics.store(this.#connections, slot, 0);
  }
}
