/**
 * Shares among all nodes what one of them has to do, without a word: each computes whose turn it is from who is there. That
 * they may be of different minds for a moment does no harm to work that can be left undone, or done twice.
 */
export class SharedWork {
  readonly #session: string;
  /** Which of all nodes this one is, and how many there are. */
  #index = 0;
  #count = 1;

  constructor(session: string) {
    this.#session = session;
  }

  /** Shares anew among the sessions that are there; whether the own one is among them makes no difference. */
  shareAmong(sessions: readonly string[]): void {
    const others = sessions.filter((session) => session !== this.#session);
    this.#index = others.filter((session) => session < this.#session).length;
    this.#count = others.length + 1;
  }

  /** Whether a piece of work with this number is this node's. */
  isMine(number: number): boolean {
    return number % this.#count === this.#index;
  }
}
