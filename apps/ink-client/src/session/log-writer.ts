import { SERVER_NAME } from "@chat/protocol";
import type { AddedLine, ConversationRef } from "../state/chat-event.ts";
import type { ChatStore } from "../state/chat-store.ts";
import type { Delivery, LogLine } from "../state/log-line.ts";

/** Adds lines to the logs of the conversations, and numbers them. */
export class LogWriter {
  readonly #store: ChatStore;
  #lastId = 0;

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Adds what the user wrote, at once, and returns the id of its line. */
  addOwn(conversation: ConversationRef, text: string, delivery: Delivery | null = { kind: "sending" }): number {
    const { name: from } = this.#store.state.target;
    const added = this.#createLine(conversation, { kind: "own", from, text, delivery });
    this.#store.dispatch({ kind: "lines", added: [added] });
    return added.line.id;
  }

  /** Adds what another user wrote. */
  addMessage(conversation: ConversationRef, from: string, text: string, isMention: boolean): void {
    this.#gather(conversation, { kind: "message", from, text, isMention });
  }

  /** Adds a text from the server. */
  addServerText(conversation: ConversationRef, text: string): void {
    this.#gather(conversation, { kind: "server", from: SERVER_NAME, text });
  }

  /** Adds a text from the client itself. */
  addNote(conversation: ConversationRef, text: string, kind: "notice" | "problem" = "notice"): void {
    this.#gather(conversation, { kind, from: "", text });
  }

  #gather(conversation: ConversationRef, line: NewLine): void {
    this.#store.gather({ kind: "lines", added: [this.#createLine(conversation, line)] });
  }

  #createLine(conversation: ConversationRef, line: NewLine): AddedLine {
    const id = ++this.#lastId;
    return { conversation, line: { id, at: Date.now(), isMention: false, delivery: null, ...line } };
  }
}

type NewLine = Pick<LogLine, "kind" | "from" | "text"> & Partial<LogLine>;
