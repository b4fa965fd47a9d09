/** Silence after which a client in a closed loop begins anew, in milliseconds: what it waits for was lost. */
export const SILENCE_MS = 2_000;

/**
 * Keeps a closed loop going at a server that loses messages: a loop of which everything was lost would stand still for ever,
 * and what was lost would look rarer than it is.
 */
export class SilenceWatch<Client> {
  readonly #beginAnew: (client: Client) => void;
  readonly #lastHeardAt = new Map<Client, number>();
  #timer: NodeJS.Timeout | undefined;

  /** @param beginAnew - called with a client that has heard nothing for {@link SILENCE_MS}; that counts as a touch */
  constructor(beginAnew: (client: Client) => void) {
    this.#beginAnew = beginAnew;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), SILENCE_MS / 4);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The client has begun, or got what it waits for. */
  touch(client: Client): void {
    this.#lastHeardAt.set(client, performance.now());
  }

  forget(client: Client): void {
    this.#lastHeardAt.delete(client);
  }

  #look(): void {
    const now = performance.now();
    for (const [client, heardAt] of this.#lastHeardAt) {
      if (now - heardAt <= SILENCE_MS) continue;
      this.#lastHeardAt.set(client, now);
      this.#beginAnew(client);
    }
  }
}
