import { addAbortSignal, type Readable } from "node:stream";

/** A line of the input, counted from 1: its text, or the problem why it can't be sent. */
export type InputLine =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NUL = 0;

const BYTE_ORDER_MARK_BYTES = 2;
const UTF16_BY_MARK: Readonly<Record<string, string>> = { fffe: "utf-16le", feff: "utf-16be" };

const NUL_PROBLEM = "it has NUL characters, as UTF-16 text without a byte order mark has: save the input as UTF-8.";

/**
 * Yields the lines of an input, and reads no further than they are taken. Keeps no more than the limit of a line that is too
 * long. When the signal aborts, the whole lines that were read are still yielded. Never throws: an input that fails ends
 * in a line with the problem.
 *
 * @param maxBytes longest line, in bytes
 */
export async function* readInputLines(
  input: Readable,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<InputLine, void, undefined> {
  const splitter = new LineSplitter(maxBytes);
  try {
    for await (const chunk of toUtf8(addAbortSignal(signal, input))) yield* splitter.split(chunk);
    yield* splitter.end();
  } catch (error) {
    if (!signal.aborted)
      yield splitter.fail(`the input can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Yields an input in UTF-8: what begins with the byte order mark of UTF-16 is UTF-16, as PowerShell writes files. */
async function* toUtf8(input: Readable): AsyncGenerator<Buffer> {
  let waiting: Buffer = Buffer.alloc(0);
  let encoding: string | null | undefined;
  let utf16: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of input) {
    waiting = Buffer.concat([waiting, Buffer.from(chunk)]);
    // Its first two bytes show the encoding.
    if (encoding === undefined && waiting.length < BYTE_ORDER_MARK_BYTES && waiting[0] !== LINE_FEED) continue;
    encoding ??= UTF16_BY_MARK[waiting.toString("hex", 0, BYTE_ORDER_MARK_BYTES)] ?? null;
    if (encoding !== null) utf16 ??= new TextDecoder(encoding);
    yield utf16 ? Buffer.from(utf16.decode(waiting, { stream: true })) : waiting;
    waiting = Buffer.alloc(0);
  }
  yield utf16 ? Buffer.from(utf16.decode()) : waiting;
}

class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  #lastNumber = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *split(chunk: Buffer): Generator<InputLine> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      // A line end of UTF-16 has a NUL behind it, which belongs to it.
      this.#add(chunk.subarray(start, chunk[end + 1] === NUL ? end + 2 : end));
      yield this.#takeLine();
      start = end + 1;
    }
    this.#add(chunk.subarray(start));
  }

  /** Yields the last line, which has no line feed. */
  *end(): Generator<InputLine> {
    if (this.#bytes > 0) yield this.#takeLine();
  }

  /** Returns the problem in the place of the next line. */
  fail(problem: string): InputLine {
    return { number: this.#lastNumber + 1, problem };
  }

  #add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #takeLine(): InputLine {
    const line = Buffer.concat(this.#parts);
    const isTooLong = this.#bytes > this.#maxBytes;
    const number = ++this.#lastNumber;
    this.#parts = [];
    this.#bytes = 0;
    if (isTooLong) return { number, problem: `it is longer than ${this.#maxBytes} bytes.` };
    return decodeLine(line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line, number);
  }
}

function decodeLine(line: Buffer, number: number): InputLine {
  if (line.includes(NUL)) return { number, problem: NUL_PROBLEM };
  try {
    // A byte order mark belongs to the file, and not to what it says.
    return { number, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: number > 1 }).decode(line) };
  } catch {
    return { number, problem: "it is no UTF-8 text." };
  }
}
