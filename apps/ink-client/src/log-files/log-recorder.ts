import type { AddedLine, ChatEvent } from "../state/chat-event.ts";
import { type ChatState, type ConnectionStatus, findConversation, type JoinTarget } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { findKey } from "../state/reduce-chat.ts";
import { writeBadOutcome } from "../view/message-outcome.ts";
import { ConversationLogs } from "./conversation-logs.ts";

/** Writes every line of the chat to log files while the setting `log.directory` names a folder. */
export class LogRecorder {
  readonly #store: ChatStore;
  readonly #note: (text: string, kind: "notice" | "problem") => void;
  readonly #stopWatching: () => void;
  #target: JoinTarget | null = null;
  #logs: ConversationLogs | null = null;
  /** Lines that came with the welcome, before it is known that the chat is joined. */
  readonly #early: AddedLine[] = [];
  /** Settles when all logs are closed, with a sentence if lines are lost. */
  #closed: Promise<string | null> = Promise.resolve(null);

  /** @param note shows a text in the chat */
  constructor(store: ChatStore, note: (text: string, kind: "notice" | "problem") => void) {
    this.#store = store;
    this.#note = note;
    this.#stopWatching = store.watch((event, before) => this.#follow(event, before));
  }

  /** Ends the logs. Returns a sentence when lines are lost. */
  async stop(): Promise<string | null> {
    this.#stopWatching();
    this.#close();
    return await this.#closed;
  }

  #follow(event: ChatEvent, { connection }: ChatState): void {
    switch (event.kind) {
      case "joined":
        this.#target = event.target;
        this.#open();
        return this.#writeLines(this.#early.splice(0));
      case "setting":
        if (event.changes["log.directory"] !== undefined) this.#open();
        return;
      case "connection":
        return this.#markGap(connection.kind, event.connection.kind);
      case "lines":
        if (connection.kind === "connecting") this.#early.push(...event.added);
        else this.#writeLines(event.added);
        return;
      case "delivery":
        this.#writeOutcome(event.key, event.lineId);
    }
  }

  #writeLines(added: readonly AddedLine[]): void {
    for (const { conversation, line } of added) {
      // A notice with an outcome repeats a message that stands in its own conversation.
      const isRepeated = line.kind === "notice" && line.delivery !== null;
      if (!isRepeated) this.#logs?.write(findKey(this.#store.state, conversation), line);
    }
  }

  #writeOutcome(key: string, lineId: number): void {
    const conversation = findConversation(this.#store.state, key);
    const line = conversation?.lines.findLast(({ id }) => id === lineId);
    const text = conversation && line?.kind === "own" ? writeBadOutcome(line, conversation) : null;
    if (text !== null) this.#logs?.write(key, { at: Date.now(), kind: "outcome", from: "", text });
  }

  #markGap(before: ConnectionStatus["kind"], now: ConnectionStatus["kind"]): void {
    if (before === "online" && now !== "online" && now !== "leaving") this.#logs?.markConnection(false);
    if (before === "waiting" && now === "online") this.#logs?.markConnection(true);
  }

  /** Opens the logs, in the place of those of another server, name or folder. */
  #open(): void {
    this.#close();
    const directory = this.#store.state.settings["log.directory"];
    if (directory === "" || this.#target === null) return;
    this.#logs = new ConversationLogs(directory, this.#target, this.#note);
  }

  #close(): void {
    const closed = this.#logs?.close();
    this.#logs = null;
    this.#closed = Promise.all([this.#closed, closed]).then(([lost, alsoLost]) => lost ?? alsoLost ?? null);
  }
}
