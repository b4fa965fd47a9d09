/** Result of {@link Utf8Decoder.accept} inside a character. */
export const UTF8_PENDING = -1;
/** Result of {@link Utf8Decoder.accept} for a byte that no valid text can have there. */
export const UTF8_INVALID = -2;

/**
 * Decodes UTF-8 one byte at a time, so that a character cut in two by TCP is the same character, and the first byte
 * that makes a stream invalid is found at once: overlong forms, surrogates and values above U+10FFFF included.
 */
export class Utf8Decoder {
  #missingBytes = 0;
  #firstByte = 0;
  #codePoint = 0;
  // What the next continuation byte may be: narrower than 80..BF after the lead bytes E0, ED, F0 and F4.
  #lowest = 0x80;
  #highest = 0xbf;

  /** True when the bytes so far end inside a character. */
  get isPending(): boolean {
    return this.#missingBytes > 0;
  }

  /** The first byte of the last character that was not ASCII; of the invalid one, when there is one. */
  get firstByte(): number {
    return this.#firstByte;
  }

  /** The bytes so far of the character in which the bytes end. */
  get pendingBytes(): number {
    if (this.#missingBytes === 0) return 0;
    const length = this.#firstByte >= 0xf0 ? 4 : this.#firstByte >= 0xe0 ? 3 : 2;
    return length - this.#missingBytes;
  }

  /** Goes on from where another decoder is. */
  copyFrom(other: Utf8Decoder): void {
    this.#missingBytes = other.#missingBytes;
    this.#firstByte = other.#firstByte;
    this.#codePoint = other.#codePoint;
    this.#lowest = other.#lowest;
    this.#highest = other.#highest;
  }

  /** Takes one byte; returns the code point that it completes, {@link UTF8_PENDING} or {@link UTF8_INVALID}. */
  accept(byte: number): number {
    if (this.#missingBytes > 0) return this.#continue(byte);
    if (byte < 0x80) return byte;
    return this.#begin(byte);
  }

  #begin(byte: number): number {
    this.#firstByte = byte;
    if (byte >= 0xc2 && byte <= 0xdf) return this.#expect(1, byte & 0x1f);
    if (byte >= 0xe0 && byte <= 0xef) {
      if (byte === 0xe0) this.#lowest = 0xa0;
      if (byte === 0xed) this.#highest = 0x9f;
      return this.#expect(2, byte & 0x0f);
    }
    if (byte >= 0xf0 && byte <= 0xf4) {
      if (byte === 0xf0) this.#lowest = 0x90;
      if (byte === 0xf4) this.#highest = 0x8f;
      return this.#expect(3, byte & 0x07);
    }
    return UTF8_INVALID;
  }

  #expect(bytes: number, highBits: number): number {
    this.#missingBytes = bytes;
    this.#codePoint = highBits;
    return UTF8_PENDING;
  }

  #continue(byte: number): number {
    if (byte < this.#lowest || byte > this.#highest) return UTF8_INVALID;
    this.#lowest = 0x80;
    this.#highest = 0xbf;
    this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
    this.#missingBytes -= 1;
    return this.#missingBytes > 0 ? UTF8_PENDING : this.#codePoint;
  }
}

/** The first character of some bytes that is not UTF-8. */
export interface InvalidUtf8 {
  /** Position of its first byte. */
  readonly start: number;
  /** True when the bytes so far are right: the character was cut. */
  readonly isCut: boolean;
}

/** Finds the first character that is not UTF-8. One that is cut by the end of the bytes counts. */
export function findInvalidUtf8(bytes: Uint8Array): InvalidUtf8 | null {
  const decoder = new Utf8Decoder();
  let end = 0;
  while (end < bytes.length && decoder.accept(bytes[end] as number) !== UTF8_INVALID) end++;
  const { pendingBytes } = decoder;
  return end === bytes.length && pendingBytes === 0 ? null : { start: end - pendingBytes, isCut: pendingBytes > 1 };
}
