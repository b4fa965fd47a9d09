/** A line for many receivers. It is in memory once, however many outboxes it waits in, so it counts once. */
export class SharedLine {
  readonly text: string;
  /** Outboxes that have not written it. */
  #holders = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Bytes of it that each outbox answers for. */
  get bytesPerHolder(): number {
    return this.text.length / this.#holders;
  }

  /** One more outbox holds it. Returns whether it is the first. */
  hold(): boolean {
    this.#holders += 1;
    return this.#holders === 1;
  }

  /** An outbox has written or dropped it. Returns whether it was the last. */
  release(): boolean {
    this.#holders -= 1;
    return this.#holders === 0;
  }
}
