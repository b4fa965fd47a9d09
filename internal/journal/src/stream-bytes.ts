import type { ByteSpan, BytesEvent } from "./journal-event.ts";

/** One read or write, with its number among those of its side, from 1. */
export interface NumberedPart extends BytesEvent {
  readonly number: number;
}

/** The reads or writes of one side, found by the positions of their bytes. */
export class StreamBytes {
  readonly #parts: readonly NumberedPart[];

  constructor(parts: readonly BytesEvent[]) {
    const sorted = [...parts].sort((a, b) => a.offset - b.offset);
    this.#parts = sorted.map((part, index) => ({ ...part, number: index + 1 }));
  }

  /** Position behind the last byte. */
  get end(): number {
    const last = this.#parts.at(-1);
    return last ? last.offset + last.bytes.length : 0;
  }

  /** Returns the parts that have bytes of a span, each cut to it. Bytes that were not recorded are missing. */
  cut({ offset, length }: ByteSpan): NumberedPart[] {
    const end = offset + length;
    const found: NumberedPart[] = [];
    for (let index = this.#findFirst(offset); index < this.#parts.length; index++) {
      const part = this.#parts[index] as NumberedPart;
      if (part.offset >= end) break;
      const from = Math.max(offset, part.offset);
      const bytes = part.bytes.subarray(from - part.offset, end - part.offset);
      if (bytes.length > 0) found.push({ ...part, offset: from, bytes });
    }
    return found;
  }

  /** Returns the index of the first part that ends behind a position. */
  #findFirst(position: number): number {
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const part = this.#parts[middle] as NumberedPart;
      if (part.offset + part.bytes.length > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
