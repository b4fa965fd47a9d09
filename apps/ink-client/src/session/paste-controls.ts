import type { Action } from "../input/key-bindings.ts";
import { askAboutPaste, needsY, nextPasteUse, type PasteQuestion, pastedMessages } from "../input/pasted-lines.ts";
import { rememberSent } from "../input/prompt.ts";
import { writeSayLine } from "../input/prompt-line.ts";
import type { ChatStore } from "../state/chat-store.ts";
import type { LineSender } from "./line-sender.ts";

/** Asks what to do with a paste of several lines, and does what is answered. */
export class PasteControls {
  readonly #store: ChatStore;
  readonly #sender: LineSender;
  readonly #insert: (text: string) => void;

  /** @param insert inserts a text into the prompt */
  constructor(store: ChatStore, sender: LineSender, insert: (text: string) => void) {
    this.#store = store;
    this.#sender = sender;
    this.#insert = insert;
  }

  /** Asks about lines. They join those of a paste that still waits for its answer. */
  ask(lines: readonly string[]): void {
    const { overlay } = this.#store.state;
    const waiting = overlay.kind === "paste" ? overlay.question.lines : [];
    this.#show(askAboutPaste([...waiting, ...lines]));
  }

  /** Takes a key as the answer. The question stays until there is one that can be followed. */
  answer(question: PasteQuestion, action: Action | null, text: string | null): void {
    if (action === "complete" || action === "complete-back") return this.#show(nextPasteUse(question));
    if (action === "cancel") return this.#show(null);
    const isYes = needsY(question) ? text?.toLowerCase() === "y" : action === "submit" || text?.toLowerCase() === "y";
    if (isYes) this.#follow(question);
  }

  #follow(question: PasteQuestion): void {
    if (question.use === "prompt") {
      this.#show(null);
      return this.#insert(question.lines.join("\n"));
    }
    const lines = pastedMessages(question).map((text) => ({ kind: "say", text }) as const);
    const isRefused = lines.some((line) => this.#sender.refuses(line));
    // The reason is in the log, and the text is not lost.
    if (isRefused) return this.#follow({ ...question, use: "prompt" });
    this.#show(null);
    for (const line of lines) this.#send(line);
  }

  /** Sends a text, and adds it to the history: like a typed one, it can be sent again after a change. */
  #send(line: { readonly kind: "say"; readonly text: string }): void {
    const { prompt } = this.#store.current;
    this.#store.dispatch({ kind: "prompt", prompt: rememberSent(prompt, writeSayLine(line.text)) });
    this.#sender.send(line);
  }

  #show(question: PasteQuestion | null): void {
    const overlay = question ? ({ kind: "paste", question } as const) : ({ kind: "none" } as const);
    this.#store.dispatch({ kind: "overlay", overlay });
  }
}
