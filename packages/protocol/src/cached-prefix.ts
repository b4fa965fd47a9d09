import type { ChatMessage } from "./chat-message.ts";
import { type FastPath, readAscii } from "./fast-path.ts";

const WORD_BYTES = 4;

/**
 * The part of a message before its text: sender and receiver. A peer writes the same prefix many times in a row, so it is
 * decoded once and recognised by its bytes. Comparing four bytes at a time takes a third of the time of one at a time.
 */
export class CachedPrefix {
  readonly from: ChatMessage["from"];
  readonly to: string;
  /** Bytes from the message's first brace to the text's opening quote. */
  readonly length: number;
  /** The prefix in words of four bytes; the last overlaps the one before. For so few, plain numbers take less memory than a typed array. */
  readonly #words: readonly number[];

  private constructor(from: ChatMessage["from"], to: string, words: readonly number[], length: number) {
    this.from = from;
    this.to = to;
    this.#words = words;
    this.length = length;
  }

  /** Decodes the prefix of the message that was found at `start`. */
  static read(bytes: Uint8Array, start: number, { name, ip, to, msg }: FastPath): CachedPrefix {
    const length = msg.start - start;
    const from = { name: readText(bytes, name), ip: readText(bytes, ip) };
    return new CachedPrefix(from, readText(bytes, to), readWords(bytes, start, length), length);
  }

  /** Compares the prefix with the bytes at `start`. */
  isAt(bytes: Uint8Array, start: number): boolean {
    if (start + this.length > bytes.length) return false;
    const words = this.#words;
    const view = viewOf(bytes);
    let at = bytes.byteOffset + start;
    const last = words.length - 1;
    if (view.getInt32(at + this.length - WORD_BYTES) !== words[last]) return false;
    for (let index = 0; index < last; index++, at += WORD_BYTES) {
      if (view.getInt32(at) !== words[index]) return false;
    }
    return true;
  }
}

function readText(bytes: Uint8Array, { start, end }: FastPath["msg"]): string {
  const literal = readAscii(bytes, start, end);
  return literal.includes("\\") ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}

function readWords(bytes: Uint8Array, start: number, length: number): number[] {
  const view = viewOf(bytes);
  const first = bytes.byteOffset + start;
  const last = first + length - WORD_BYTES;
  const words: number[] = [];
  for (let at = first; at < last; at += WORD_BYTES) words.push(view.getInt32(at));
  words.push(view.getInt32(last));
  return words;
}

// A server reads all connections into one buffer, so one view serves all messages.
let lastView: DataView = new DataView(new ArrayBuffer(0));

function viewOf({ buffer }: Uint8Array): DataView {
  if (lastView.buffer !== buffer) lastView = new DataView(buffer);
  return lastView;
}
