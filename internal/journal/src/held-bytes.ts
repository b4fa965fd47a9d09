/** The bytes of one read or write that wait to be recorded. */
export interface HeldPart {
  readonly t: number;
  /** Position of the first byte in the stream. */
  readonly offset: number;
  length: number;
}

const SMALLEST_CAPACITY = 256;

/** Most parts that are held apart. More are joined to the last: a message that comes byte by byte must not cost a list of 65,536. */
const MAX_HELD_PARTS = 4_096;

/** The last bytes of a stream, in the parts in which they came, as long as nobody knows what they are. */
export class HeldBytes {
  #bytes = new Uint8Array(SMALLEST_CAPACITY);
  #length = 0;
  #parts: HeldPart[] = [];
  /** Position in the stream of the first byte that is held. */
  #offset: number;

  /** @param offset - position in the stream of the first byte that will come */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  /** Position in the stream behind the last byte. */
  get end(): number {
    return this.#offset + this.#length;
  }

  /** Adds a copy of bytes. */
  push(t: number, bytes: Uint8Array): void {
    const { end } = this;
    this.#reserve(this.#length + bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    const last = this.#parts.at(-1);
    if (last && this.#parts.length >= MAX_HELD_PARTS) last.length += bytes.length;
    else this.#parts.push({ t, offset: end, length: bytes.length });
  }

  /** Returns bytes by their positions in the stream: a view that is valid until the next call of another method. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from - this.#offset, to - this.#offset);
  }

  /** Removes the parts that end at `end` or before, and returns them with copies of their bytes. */
  take(end: number): { readonly t: number; readonly offset: number; readonly bytes: Uint8Array }[] {
    const count = this.#parts.findIndex(({ offset, length }) => offset + length > end);
    const parts = this.#parts.splice(0, count === -1 ? this.#parts.length : count);
    const taken = parts.map(({ t, offset, length }) => ({
      t,
      offset,
      bytes: this.view(offset, offset + length).slice(),
    }));
    this.#dropBefore(this.#parts[0]?.offset ?? this.end);
    return taken;
  }

  #dropBefore(offset: number): void {
    const dropped = offset - this.#offset;
    if (dropped === 0) return;
    const rest = this.#bytes.subarray(dropped, this.#length);
    // An idle connection keeps no large buffer.
    this.#bytes = rest.length === 0 ? new Uint8Array(SMALLEST_CAPACITY) : rest.slice();
    this.#length = rest.length;
    this.#offset = offset;
  }

  #reserve(capacity: number): void {
    if (capacity <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(capacity, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
