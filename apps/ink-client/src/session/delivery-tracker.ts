import type { SentMessage } from "@chat/client-sdk";
import type { ChatStore } from "../state/chat-store.ts";
import type { Delivery } from "../state/log-line.ts";

/** The reasons why a message did not arrive, in words that follow a comma or a colon. */
export const UNDELIVERABLE_REASONS = {
  "not-found": "nobody has that name",
  "receiver-busy": "the receiver can't take more right now",
  "too-large": "too long for this server",
  "queue-full": "the server does not read",
} as const;

/** Shows beside each of our direct messages what is known of its delivery. */
export class DeliveryTracker {
  readonly #store: ChatStore;
  /** The lines of messages that the server may still report, by the ids of the messages. */
  readonly #lines = new Map<number, { readonly key: string; readonly lineId: number }>();
  /** Deliveries of messages that `send` has not returned yet. */
  readonly #early = new Map<number, Delivery>();

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Forgets all messages: a new client counts its own from 1. */
  clear(): void {
    this.#lines.clear();
    this.#early.clear();
  }

  /** Follows a message that was sent, and returns whether it is still on its way. */
  follow({ id }: SentMessage, key: string, lineId: number, isOnline: boolean): boolean {
    const early = this.#early.get(id);
    this.#early.delete(id);
    if (!early) this.#lines.set(id, { key, lineId });
    this.show(key, lineId, early ?? { kind: isOnline ? "sent" : "waiting" });
    return !early;
  }

  /** Shows the outcome of a message. Nothing more is expected of it. */
  settle({ id }: SentMessage, delivery: Delivery): void {
    const line = this.#lines.get(id);
    if (!line) return void this.#early.set(id, delivery);
    this.#lines.delete(id);
    this.show(line.key, line.lineId, delivery);
  }

  show(key: string, lineId: number, delivery: Delivery): void {
    this.#store.gather({ kind: "delivery", key, lineId, delivery });
  }
}
