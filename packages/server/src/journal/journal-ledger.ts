/** The bounds of a folder of journals. */
export interface JournalLimits {
  /** Most files; for one more, the oldest is removed. */
  readonly maxFiles: number;
  /** Most bytes of all files together; for more, the oldest are removed. */
  readonly maxBytes: number;
}

/** For a class this is some hours of mistakes. It fits on any disk. */
export const JOURNAL_LIMITS: JournalLimits = { maxFiles: 100, maxBytes: 64 * 1024 * 1024 };

/** Part of all bytes that one journal may have: a single connection must not drive out all others. */
const MAX_PART_OF_ONE = 0.25;

/** The cells in front of those with the bytes of each file. */
const CELLS = { last: 0, oldest: 1, bytes: 2, isStopped: 3, hasRemoved: 4 } as const;
const FIRST_FILE_CELL = Object.keys(CELLS).length;

/**
 * The account of a folder of journals, in memory that all threads of a server share: the numbers, sizes and order of the files.
 * Journals have consecutive numbers, so the oldest has the smallest.
 *
 * A thread may add bytes to a file at the moment in which another removes it. The account then has some bytes too many until as many
 * journals have begun as there may be.
 */
export class JournalLedger {
  readonly buffer: SharedArrayBuffer;
  readonly limits: JournalLimits;
  readonly #cells: Int32Array;

  constructor(buffer: SharedArrayBuffer, limits: JournalLimits = JOURNAL_LIMITS) {
    this.buffer = buffer;
    this.limits = limits;
    this.#cells = new Int32Array(buffer);
  }

  /** Makes the ledger of a folder in which there are files already: sizes in bytes by their numbers. */
  static ofFiles(sizes: ReadonlyMap<number, number>, limits: JournalLimits = JOURNAL_LIMITS): JournalLedger {
    const cells = FIRST_FILE_CELL + limits.maxFiles;
    const ledger = new JournalLedger(new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT), limits);
    const last = Math.max(0, ...sizes.keys());
    ledger.#cells[CELLS.last] = last;
    ledger.#cells[CELLS.oldest] = Math.max(1, last - limits.maxFiles + 1);
    for (const [number, size] of sizes) if (ledger.isKept(number)) ledger.#add(number, size);
    return ledger;
  }

  /** Most bytes of one journal. */
  get maxBytesOfOne(): number {
    return Math.floor(this.limits.maxBytes * MAX_PART_OF_ONE);
  }

  /** True when nothing more is recorded: the folder can't be written. */
  get isStopped(): boolean {
    return Atomics.load(this.#cells, CELLS.isStopped) === 1;
  }

  /** Stops all recording. Returns `true` to the first that does so. */
  stop(): boolean {
    return Atomics.exchange(this.#cells, CELLS.isStopped, 1) === 0;
  }

  /** Takes the number of a new journal; call {@link findSurplus} before its file is made. */
  takeNumber(): number {
    return Atomics.add(this.#cells, CELLS.last, 1) + 1;
  }

  /** Returns whether a journal has not been removed. */
  isKept(number: number): boolean {
    return number >= Atomics.load(this.#cells, CELLS.oldest);
  }

  /** Counts bytes that are about to be written to a journal; `false` when it was removed. */
  addBytes(number: number, bytes: number): boolean {
    if (this.isStopped || !this.isKept(number)) return false;
    this.#add(number, bytes);
    return true;
  }

  /** Takes the numbers of the journals out of the account that have to be removed. No two threads get the same one. */
  findSurplus(): number[] {
    const surplus: number[] = [];
    for (;;) {
      const oldest = Atomics.load(this.#cells, CELLS.oldest);
      const last = Atomics.load(this.#cells, CELLS.last);
      const isTooMany = last - oldest + 1 > this.limits.maxFiles;
      const isTooMuch = Atomics.load(this.#cells, CELLS.bytes) > this.limits.maxBytes && oldest < last;
      if (!isTooMany && !isTooMuch) return surplus;
      if (Atomics.compareExchange(this.#cells, CELLS.oldest, oldest, oldest + 1) !== oldest) continue;
      Atomics.sub(this.#cells, CELLS.bytes, Atomics.exchange(this.#cells, this.#cellOf(oldest), 0));
      surplus.push(oldest);
    }
  }

  /** Notes that journals are removed. Returns `true` the first time. */
  noteRemoved(): boolean {
    return Atomics.exchange(this.#cells, CELLS.hasRemoved, 1) === 0;
  }

  #add(number: number, bytes: number): void {
    Atomics.add(this.#cells, this.#cellOf(number), bytes);
    Atomics.add(this.#cells, CELLS.bytes, bytes);
  }

  #cellOf(number: number): number {
    return FIRST_FILE_CELL + (number % this.limits.maxFiles);
  }
}
