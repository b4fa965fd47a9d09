/** The empty array of bytes. */
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

  /** All bytes so far: a view that is valid until the next call of {@link append} or {@link clear}. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Adds a copy of the bytes; returns all bytes so far, a view that is valid until the next call. */
  append(bytes: Uint8Array): Uint8Array {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
    return this.bytes;
  }

  /** Forgets the bytes and frees their memory. */
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

/** Joins two runs of bytes in new memory. */
export function concatBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
