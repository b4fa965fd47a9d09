/** Numbers of one thread: its connections, and its heartbeats. */
const CELLS_PER_SLOT = 2;

/** Numbers of all threads together, behind those of the slots: whether the server is full. */
const COMMON_CELLS = 1;

/**
 * What all threads of a server count, in memory that they share: their connections, and that they are alive. Each thread
 * has a slot of its own, so that what a dead one has counted can be struck out.
 */
export class ThreadCounters {
  readonly buffer: SharedArrayBuffer;
  readonly slots: number;
  readonly #cells: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
    this.slots = (this.#cells.length - COMMON_CELLS) / CELLS_PER_SLOT;
  }

  static forSlots(slots: number): ThreadCounters {
    return new ThreadCounters(
      new SharedArrayBuffer((slots * CELLS_PER_SLOT + COMMON_CELLS) * Int32Array.BYTES_PER_ELEMENT),
    );
  }

  /** Connections of all threads. */
  get connections(): number {
    let sum = 0;
    for (let slot = 0; slot < this.slots; slot++) sum += Atomics.load(this.#cells, connectionsOf(slot));
    return sum;
  }

  addConnection(slot: number, difference: 1 | -1): void {
    Atomics.add(this.#cells, connectionsOf(slot), difference);
  }

  /** True when all places were taken, and the server has not recovered since. */
  get isFull(): boolean {
    return Atomics.load(this.#cells, this.#fullCell) === 1;
  }

  /** Notes that all places are taken. Returns `true` to the first thread that does so since the server had recovered. */
  noteFull(): boolean {
    return Atomics.exchange(this.#cells, this.#fullCell, 1) === 0;
  }

  noteRecovered(): void {
    Atomics.store(this.#cells, this.#fullCell, 0);
  }

  get #fullCell(): number {
    return this.slots * CELLS_PER_SLOT;
  }

  /** Shows that the event loop of a thread turns. */
  beat(slot: number): void {
    Atomics.add(this.#cells, beatsOf(slot), 1);
  }

  /** Another number whenever the event loop of the thread has turned. */
  beats(slot: number): number {
    return Atomics.load(this.#cells, beatsOf(slot));
  }

  /** Strikes out what a thread has counted that is no more. */
  clear(slot: number): void {
    Atomics.store(this.#cells, connectionsOf(slot), 0);
    Atomics.store(this.#cells, beatsOf(slot), 0);
  }
}

function connectionsOf(slot: number): number {
  return slot * CELLS_PER_SLOT;
}

function beatsOf(slot: number): number {
  return slot * CELLS_PER_SLOT + 1;
}
