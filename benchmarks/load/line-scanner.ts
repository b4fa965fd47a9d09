const NEWLINE = 10;

/** Longer lines are given cut: nobody here looks further into them. */
const MAX_GIVEN_BYTES = 1_024;

/** Position of the sender's name in each line that a server writes. */
const NAME_AT = '{"from": {"name": "'.length;

/** Finds the lines in what one connection receives, and copies no more than their beginnings. */
export class LineScanner {
  /** First characters of the names of senders whose lines are given; of all, when it is empty. */
  senders = "";
  readonly #onLine: (line: string) => void;
  #head = "";
  #isSkipping = false;

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
      if (!this.#isSkipping) this.#read(buffer, start, lineEnd);
      start = lineEnd + 1;
      if (isWhole) this.#finish();
    }
  }

  #read(buffer: Buffer, start: number, end: number): void {
    if (this.#head === "" && this.senders !== "" && start + NAME_AT < end) {
      this.#isSkipping = !this.senders.includes(String.fromCharCode(buffer[start + NAME_AT] as number));
      if (this.#isSkipping) return;
    }
    const room = MAX_GIVEN_BYTES - this.#head.length;
    if (room > 0) this.#head += buffer.toString("latin1", start, Math.min(end, start + room));
  }

  #finish(): void {
    const line = this.#head;
    this.#head = "";
    if (!this.#isSkipping) this.#onLine(line);
    this.#isSkipping = false;
  }
}
