import { EVERYONE, SERVER_NAME } from "@chat/protocol";
import type { AddedLine, ConversationRef } from "../state/chat-event.ts";
import type { ChatStore } from "../state/chat-store.ts";
import type { Delivery, LogLine } from "../state/log-line.ts";
import { findKey } from "../state/reduce-chat.ts";

/** The place of a line: the key of its conversation, and its id. */
export interface LinePlace {
  readonly key: string;
  readonly lineId: number;
}

/** Adds lines to the logs of the conversations, and numbers them. */
export class LogWriter {
  readonly #store: ChatStore;
  #lastId = 0;

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Adds what the user asked an endpoint, at once. */
  addRequest(conversation: ConversationRef, text: string): void {
    this.#addNow(conversation, { kind: "own", from: this.#store.state.target.name, text });
  }

  /**
   * Adds what the user wrote to somebody or to everyone, at once: in the conversation that it belongs to, and as a note in the
   * current one when that is another.
   *
   * @returns the lines that show what becomes of it
   */
  addOwn(conversation: ConversationRef, text: string): readonly LinePlace[] {
    const { state } = this.#store;
    const key = findKey(state, conversation);
    const delivery: Delivery = { kind: "sending" };
    const lineId = this.#addNow(conversation, { kind: "own", from: state.target.name, text, delivery });
    const line = { key, lineId };
    if (key === state.currentKey) return [line];
    const receiver = conversation.kind === "person" ? conversation.name : EVERYONE;
    const note: NewLine = { kind: "notice", from: "", text: `→ ${receiver}: ${text}`, delivery, noteOf: lineId };
    return [line, { key: state.currentKey, lineId: this.#addNow({ kind: "open", key: state.currentKey }, note) }];
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

  /** Adds who came and who went, if somebody did. */
  addPresence(presence: Pick<LogLine, "text" | "presence"> | null): void {
    if (presence) this.#gather({ kind: "everyone" }, { kind: "notice", from: "", ...presence });
  }

  #gather(conversation: ConversationRef, line: NewLine): void {
    this.#store.gather({ kind: "lines", added: [this.#createLine(conversation, line)] });
  }

  #addNow(conversation: ConversationRef, line: NewLine): number {
    const added = this.#createLine(conversation, line);
    this.#store.dispatch({ kind: "lines", added: [added] });
    return added.line.id;
  }

  #createLine(conversation: ConversationRef, line: NewLine): AddedLine {
    const id = ++this.#lastId;
    return { conversation, line: { id, at: Date.now(), isMention: false, delivery: null, ...line } };
  }
}

type NewLine = Pick<LogLine, "kind" | "from" | "text"> & Partial<LogLine>;
