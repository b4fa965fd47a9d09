import type { ChatNode } from "../chat-node.ts";
import type { ConnectionWatch, JournalLineTaker } from "../journal/live-journal.ts";
import type { FromIoThread, ToIoThread } from "./thread-message.ts";

/** The live journals of an I/O thread, on their way to the pool: the lines of one turn of the event loop go in one message. */
export class ThreadWatches {
  readonly #send: (message: FromIoThread) => void;
  readonly #watches = new Map<number, ConnectionWatch>();

  constructor(send: (message: FromIoThread) => void) {
    this.#send = send;
  }

  async begin(node: ChatNode | null, { watch, connection }: ToIoThread & { readonly kind: "watch" }): Promise<void> {
    const found = await node?.watch(connection, this.#createTaker(watch));
    if (found) {
      this.#watches.set(watch, found);
      this.#send({ kind: "watch-begun", watch });
      await found.ended;
      this.#watches.delete(watch);
      // Behind the last lines.
      await new Promise(setImmediate);
    }
    this.#send({ kind: "watch-ended", watch });
  }

  stop(watch: number): void {
    this.#watches.get(watch)?.stop();
  }

  #createTaker(watch: number): JournalLineTaker {
    let lines: string[] = [];
    const flush = (): void => {
      this.#send({ kind: "watch-lines", watch, lines });
      lines = [];
    };
    return (line) => {
      if (lines.push(line) === 1) setImmediate(flush);
    };
  }
}

/** A live journal as the pool sees it. */
export interface PoolWatch {
  readonly takeLine: JournalLineTaker;
  readonly begun: () => void;
  readonly ended: () => void;
}
