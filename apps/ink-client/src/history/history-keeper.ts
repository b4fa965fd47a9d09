import { isNowhere } from "../settings/chat-directories.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { appendSentLine, readSentLines } from "./history-file.ts";

/** Keeps the lines that are sent for the next start, and brings back those of before. */
export class HistoryKeeper {
  readonly #store: ChatStore;
  readonly #path: string;
  readonly #note: (text: string, kind: "problem") => void;
  /** The server whose lines are in the prompts. */
  #server: string | null = null;
  #turn: Promise<void> = Promise.resolve();
  #isProblemTold = false;

  /** @param note says once that the history can't be kept */
  constructor(store: ChatStore, path: string, note: (text: string, kind: "problem") => void) {
    this.#store = store;
    this.#path = path;
    this.#note = note;
    store.watch((event, before) => this.#follow(event, before));
  }

  /** Settles when all lines are written. */
  get settled(): Promise<void> {
    return this.#turn;
  }

  #follow({ kind }: ChatEvent, before: ChatState): void {
    const { target, settings } = this.#store.state;
    if (!settings.history || isNowhere(this.#path)) return;
    const server = writeServerAddress(target);
    if (kind === "joined" && server !== this.#server) {
      this.#server = server;
      this.#inTurn(() => this.#bringBack(server));
    }
    if (kind !== "prompt") return;
    const { key, prompt } = this.#store.current;
    const text = prompt.history.at(-1);
    // As in a shell, a blank before a line keeps it private.
    if (prompt.history === currentConversation(before).prompt.history || text === undefined || /^\s/.test(text)) return;
    this.#inTurn(() => appendSentLine(this.#path, { server, conversation: key, text }));
  }

  async #bringBack(server: string): Promise<void> {
    const lines = (await readSentLines(this.#path)).filter((line) => line.server === server);
    const byConversation = Map.groupBy(lines, ({ conversation }) => conversation);
    const history = new Map([...byConversation].map(([key, sent]) => [key, sent.map(({ text }) => text)]));
    this.#store.dispatch({ kind: "history", history });
  }

  /** The chat works without a history that can't be read or written. */
  #inTurn(task: () => Promise<void>): void {
    this.#turn = this.#turn.then(task).catch(({ message }: Error) => {
      const problem = `The lines that you send can't be kept for the next start: ${message}`;
      if (!this.#isProblemTold) this.#note(problem, "problem");
      this.#isProblemTold = true;
    });
  }
}
