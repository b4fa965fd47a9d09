/** More rows than a process has connections by default. Those that were never used take no memory of the machine. */
const FIRST_ROWS = 32 * 1024;

/**
 * Rows of numbers in one array. A row costs its numbers and no object, and all that is known of one connection lies in one place
 * of the memory.
 */
export class NumberTable {
  /** The numbers of all rows: those of a row begin at its index. The array is another one when the table has grown. */
  protected numbers: Float64Array;
  readonly #rowLength: number;
  #usedRows = 0;
  readonly #freeRows: number[] = [];

  constructor(rowLength: number) {
    this.#rowLength = rowLength;
    this.numbers = new Float64Array(FIRST_ROWS * rowLength);
  }

  /** Gives a row back. Another connection may have it next. Its numbers are 0 until then. */
  close(row: number): void {
    this.numbers.fill(0, row, row + this.#rowLength);
    this.#freeRows.push(row);
  }

  /** Returns the index of a row with these numbers; the others are 0. */
  protected openRow(first: readonly number[]): number {
    const row = this.#freeRows.pop() ?? this.#addRow();
    this.numbers.set(first, row);
    return row;
  }

  /** Returns the sum of one number over all rows. */
  protected sumOf(place: number): number {
    const end = this.#usedRows * this.#rowLength;
    let sum = 0;
    for (let index = place; index < end; index += this.#rowLength) sum += this.numbers[index] as number;
    return sum;
  }

  #addRow(): number {
    const row = this.#usedRows * this.#rowLength;
    this.#usedRows += 1;
    if (row === this.numbers.length) {
      const numbers = new Float64Array(this.numbers.length * 2);
      numbers.set(this.numbers);
      this.numbers = numbers;
    }
    return row;
  }
}
