/** Collects what one turn of the event loop sends, and posts it together behind the turn: a message for each would cost far more. */
export class TurnBatch<Item> {
  readonly #post: (items: Item[]) => void;
  #items: Item[] = [];

  constructor(post: (items: Item[]) => void) {
    this.#post = post;
  }

  add(item: Item): void {
    if (this.#items.push(item) === 1) setImmediate(this.flush);
  }

  /** Posts what has been collected, without waiting for the end of the turn. */
  readonly flush = (): void => {
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#post(items);
  };
}
