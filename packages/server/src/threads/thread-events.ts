import type { ChatNodeEmitter } from "../chat-node-emitter.ts";
import type { ChatNodeEvents } from "../chat-node-events.ts";
import type { Logger, LogLevel } from "../logger.ts";
import { TurnBatch } from "../timing/turn-batch.ts";

/** A line for the log of the server, or an event for those who listen to it. */
export type ThreadEvent =
  | { readonly kind: "log"; readonly level: LogLevel; readonly fields: object; readonly line: string }
  | {
      [Name in keyof ChatNodeEvents]: { kind: "event"; name: Name; payload: ChatNodeEvents[Name] };
    }[keyof ChatNodeEvents];

/** The levels of lines that the pool may want. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies LogLevel[];

const EVENT_NAMES = ["join", "leave", "refused", "closed"] as const satisfies (keyof ChatNodeEvents)[];

/** Collects the events of a thread: those of one turn of the event loop go in one message. */
export class ThreadEvents {
  readonly #events: TurnBatch<ThreadEvent>;

  constructor(post: (events: readonly ThreadEvent[]) => void) {
    this.#events = new TurnBatch(post);
  }

  /** Makes a logger whose lines the pool writes. Lines of other levels are dropped. */
  createLogger(levels: readonly LogLevel[]): Logger {
    const writerOf =
      (level: LogLevel) =>
      (fields: object, line: string): void => {
        if (levels.includes(level)) this.#events.add({ kind: "log", level, fields, line });
      };
    return { debug: writerOf("debug"), info: writerOf("info"), warn: writerOf("warn"), error: writerOf("error") };
  }

  /** Passes on the events of a node, except its many `message` events: {@link watchMessages} passes those on. */
  watch(node: ChatNodeEmitter): void {
    for (const name of EVENT_NAMES) {
      node.on(name, (payload: object) => this.#events.add({ kind: "event", name, payload: [payload] } as ThreadEvent));
    }
  }

  watchMessages(node: ChatNodeEmitter, isWanted: boolean): void {
    node.removeAllListeners("message");
    if (isWanted)
      node.on("message", (payload) => this.#events.add({ kind: "event", name: "message", payload: [payload] }));
  }

  flush(): void {
    this.#events.flush();
  }
}
