import type { ChatStore } from "../state/chat-store.ts";

/** The least time between two rings, in milliseconds. */
const BELL_PAUSE_MS = 1_000;

/** Rings for what is meant for the user, unless the bell is off. */
export class Bell {
  readonly #store: ChatStore;
  readonly #sound: () => void;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param sound makes the sound */
  constructor(store: ChatStore, sound: () => void) {
    this.#store = store;
    this.#sound = sound;
  }

  ring(): void {
    const now = performance.now();
    if (!this.#store.state.settings.bell || now - this.#lastAt < BELL_PAUSE_MS) return;
    this.#lastAt = now;
    this.#sound();
  }
}
