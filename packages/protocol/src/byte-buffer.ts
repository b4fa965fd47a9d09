/** Bytes of length zero, shared by everyone who needs some. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

const SMALLEST_CAPACITY = 256;

/** Growth factor of a buffer that is full: a megabyte that arrives byte by byte costs linear time with it. */
const GROWTH = 1.25;

/** Bytes that grow at the end. */
export class ByteBuffer {
  #bytes = NO_BYTES;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds a copy of the bytes; gives all bytes so far, a view that is good until the next call. */
  append(bytes: Uint8Array): Uint8Array {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
    return this.#bytes.subarray(0, length);
  }

  /** Forgets the bytes and gives their memory back. */
  clear(): void {
    this.#bytes = NO_BYTES;
    this.#length = 0;
  }

  #grow(atLeast: number): void {
    const grown = new Uint8Array(Math.max(atLeast, Math.ceil(this.#bytes.length * GROWTH), SMALLEST_CAPACITY));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Puts one run of bytes after another, in memory of its own. */
export function concatBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
