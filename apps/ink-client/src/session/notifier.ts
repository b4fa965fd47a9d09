import type { ChatStore } from "../state/chat-store.ts";

/** The least time between two notifications, in milliseconds. */
const PAUSE_MS = 1_000;

/** Tells the user of what is meant for them, in the way that the settings say. */
export class Notifier {
  readonly #store: ChatStore;
  readonly #tell: (from: string, text: string) => void;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param tell rings, or shows who wrote and what */
  constructor(store: ChatStore, tell: (from: string, text: string) => void) {
    this.#store = store;
    this.#tell = tell;
  }

  notify(from: string, text: string): void {
    const { settings, hasFocus } = this.#store.state;
    const isWanted = settings.notifications === "bell" ? settings.bell : !hasFocus && settings.notifications !== "off";
    const now = performance.now();
    if (!isWanted || now - this.#lastAt < PAUSE_MS) return;
    this.#lastAt = now;
    this.#tell(from, text);
  }
}
