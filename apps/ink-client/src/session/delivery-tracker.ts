import { RequestFailedError, type SentMessage } from "@chat/client-sdk";
import { ChatError } from "@chat/protocol";
import type { ChatStore } from "../state/chat-store.ts";
import type { Delivery } from "../state/log-line.ts";
import type { LinePlace } from "./log-writer.ts";

/** The reasons why a message did not arrive, in words that follow a comma or a colon. */
export const UNDELIVERABLE_REASONS = {
  "not-found": "nobody has that name",
  "receiver-busy": "the receiver can't take more right now",
  refused: "the server does not allow it",
  "too-large": "too long for this server",
  "queue-full": "the server does not read",
} as const;

/** The start or a word of the texts in which servers refuse something. */
const SERVER_ERROR = /^[⛔❌]|error/iu;

/**
 * Returns the outcome of a message whose sending failed. It is only called failed when it certainly did not arrive: the server
 * answered with an error, or nothing was written.
 *
 * @throws the error itself when it is a mistake of ours
 */
export function deliveryAfter(error: unknown): Delivery {
  if (!(error instanceof ChatError)) throw error;
  const { message: reason, mayHaveArrived } = error;
  if (!(error instanceof RequestFailedError)) return mayHaveArrived ? { kind: "unknown" } : { kind: "failed", reason };
  // A server in other words than ours may have said yes.
  const isCertain = !mayHaveArrived && SERVER_ERROR.test(reason);
  return { kind: isCertain ? "failed" : "unknown", reason };
}

/** Shows beside each of our direct messages what is known of its delivery, wherever the message is shown. */
export class DeliveryTracker {
  readonly #store: ChatStore;
  /** The lines of messages that the server may still report, by the ids of the messages. */
  readonly #lines = new Map<number, readonly LinePlace[]>();
  /** Deliveries of messages that `send` has not returned yet. */
  readonly #early = new Map<number, Delivery>();

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** True while the outcome of a message is open. */
  get isExpecting(): boolean {
    return this.#lines.size > 0;
  }

  /** Forgets all messages: a new client counts its own from 1. */
  clear(): void {
    this.#lines.clear();
    this.#early.clear();
  }

  /** Follows a message that was sent, and returns whether it is still on its way. */
  follow({ id }: SentMessage, lines: readonly LinePlace[], isOnline: boolean): boolean {
    const early = this.#early.get(id);
    this.#early.delete(id);
    if (!early) this.#lines.set(id, lines);
    this.show(lines, early ?? { kind: isOnline ? "sent" : "waiting" });
    return !early;
  }

  /** Shows the outcome of a message. Nothing more is expected of it. */
  settle({ id }: SentMessage, delivery: Delivery): void {
    const lines = this.#lines.get(id);
    if (!lines) return void this.#early.set(id, delivery);
    this.#lines.delete(id);
    this.show(lines, delivery);
  }

  show(lines: readonly LinePlace[], delivery: Delivery): void {
    for (const line of lines) this.#store.gather({ kind: "delivery", ...line, delivery });
  }
}
