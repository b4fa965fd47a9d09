const NEWLINE = 10;

/** Longer lines are given cut: nobody here looks further into them. */
const MAX_GIVEN_BYTES = 1_024;

/** Finds the lines in what one connection receives, and copies no more than their beginnings. */
export class LineScanner {
  readonly #onLine: (line: string) => void;
  #head = "";

  /** @param onLine - gets each line without its newline, cut after 1,024 bytes */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** @param end - where the received bytes end; behind it the buffer holds older ones */
  scan(buffer: Buffer, end: number): void {
    let start = 0;
    while (start < end) {
      const found = buffer.indexOf(NEWLINE, start);
      const isWhole = found !== -1 && found < end;
      const lineEnd = isWhole ? found : end;
      const room = MAX_GIVEN_BYTES - this.#head.length;
      if (room > 0) this.#head += buffer.latin1Slice(start, Math.min(lineEnd, start + room));
      start = lineEnd + 1;
      if (isWhole) this.#give();
    }
  }

  #give(): void {
    const line = this.#head;
    this.#head = "";
    this.#onLine(line);
  }
}
