/** Bytes that came before they could be looked at, in chunks of their own: nothing is copied a second time. */
export class Backlog {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** Number of bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a copy: the memory of what was read is the next read's. */
  add(chunk: Uint8Array): void {
    // Not slice(), which of a Buffer gives a view.
    this.#chunks.push(new Uint8Array(chunk));
    this.#bytes += chunk.length;
  }

  /** Takes the chunk that came first. */
  shift(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    this.#bytes -= chunk?.length ?? 0;
    return chunk;
  }
}
