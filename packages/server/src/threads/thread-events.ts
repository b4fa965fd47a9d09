import type { ChatNodeEvents, ChatServer } from "../chat-server.ts";
import type { Logger, LogLevel } from "../logger.ts";
import type { ThreadEvent } from "./thread-message.ts";

const EVENT_NAMES = ["join", "leave", "refused", "closed"] as const satisfies (keyof ChatNodeEvents)[];

/** What happens in an I/O thread that others are to know of: what one turn of the event loop brings goes in one message. */
export class ThreadEvents {
  readonly #post: (events: readonly ThreadEvent[]) => void;
  #events: ThreadEvent[] = [];

  constructor(post: (events: readonly ThreadEvent[]) => void) {
    this.#post = post;
  }

  /** Makes a logger whose lines are written elsewhere; those of other levels nowhere. */
  createLogger(levels: readonly LogLevel[]): Logger {
    const writerOf =
      (level: LogLevel) =>
      (fields: object, line: string): void => {
        if (levels.includes(level)) this.#add({ kind: "log", level, fields, line });
      };
    return { debug: writerOf("debug"), info: writerOf("info"), warn: writerOf("warn"), error: writerOf("error") };
  }

  /** Passes on what a node tells. Its messages are many, and passed on by {@link watchMessages} alone. */
  watch(node: ChatServer): void {
    for (const name of EVENT_NAMES) {
      node.on(name, (payload: object) => this.#add({ kind: "event", name, payload: [payload] } as ThreadEvent));
    }
  }

  watchMessages(node: ChatServer, isWanted: boolean): void {
    node.removeAllListeners("message");
    if (isWanted) node.on("message", (payload) => this.#add({ kind: "event", name: "message", payload: [payload] }));
  }

  flush = (): void => {
    if (this.#events.length > 0) this.#post(this.#events);
    this.#events = [];
  };

  #add(event: ThreadEvent): void {
    if (this.#events.push(event) === 1) setImmediate(this.flush);
  }
}
