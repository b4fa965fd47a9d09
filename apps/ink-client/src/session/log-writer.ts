import { EVERYONE } from "@chat/protocol";
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
    const lineId = this.addNow(conversation, { kind: "own", from: state.target.name, text, delivery });
    const line = { key, lineId };
    if (key === state.currentKey) return [line];
    const receiver = conversation.kind === "person" ? conversation.name : EVERYONE;
    const note: NewLine = { kind: "notice", text: `→ ${receiver}: ${text}`, delivery, noteOf: lineId };
    return [line, { key: state.currentKey, lineId: this.addNow({ kind: "open", key: state.currentKey }, note) }];
  }

  addNote(conversation: ConversationRef, text: string, kind: "notice" | "problem" = "notice"): void {
    this.add(conversation, { kind, text });
  }

  /** Adds a line soon, together with others that come meanwhile. */
  add(conversation: ConversationRef, line: NewLine): void {
    this.#store.gather({ kind: "lines", added: [this.#createLine(conversation, line)] });
  }

  /** Adds a line at once, and returns its id. */
  addNow(conversation: ConversationRef, line: NewLine): number {
    const added = this.#createLine(conversation, line);
    this.#store.dispatch({ kind: "lines", added: [added] });
    return added.line.id;
  }

  #createLine(conversation: ConversationRef, line: NewLine): AddedLine {
    const id = ++this.#lastId;
    return { conversation, line: { id, at: Date.now(), from: "", isMention: false, delivery: null, ...line } };
  }
}

type NewLine = Pick<LogLine, "kind" | "text"> & Partial<LogLine>;
