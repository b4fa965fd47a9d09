import type { IncomingMessage } from "./incoming-message.ts";
import { MessageFeed } from "./message-feed.ts";

/** All loops over the messages of one client. */
export class MessageFeeds {
  readonly #feeds = new Set<MessageFeed>();
  readonly #onChange: () => void;

  /** @param onChange called when a loop took a message or was left: there may be room again */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  open(signal: AbortSignal | undefined): MessageFeed {
    const remove = (stopped: MessageFeed) => {
      this.#feeds.delete(stopped);
      this.#onChange();
    };
    const feed = new MessageFeed(this.#onChange, remove, signal);
    if (!signal?.aborted) this.#feeds.add(feed);
    return feed;
  }

  /** Adds a message for each loop; for one that is full only when `evenIfFull`. */
  push(message: IncomingMessage, evenIfFull: boolean): void {
    for (const feed of this.#feeds) if (evenIfFull || !feed.isFull) feed.push(message);
  }

  /** Returns whether some loop is so far behind that no more should be read; an urgent answer is read for longer. */
  areBehind(isUrgent: boolean): boolean {
    for (const feed of this.#feeds) if (isUrgent ? feed.isOverfull : feed.isFull) return true;
    return false;
  }

  /** Ends all loops. */
  end(): void {
    for (const feed of this.#feeds) feed.end();
    this.#feeds.clear();
  }
}
