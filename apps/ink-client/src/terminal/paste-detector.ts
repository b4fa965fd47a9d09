import type { InputEvent } from "../input/input-event.ts";
import { nameControlKey } from "./sequence-key.ts";

/** The gap that a paste may have in it, in milliseconds: nobody types that fast. */
const MAX_GAP_MS = 20;

/** The time after text within which a line end is part of a paste, in milliseconds, when the text came as fast. */
const MAX_LINE_END_GAP_MS = 10;

/** The longest paste that is kept, in UTF-16 units: a message holds at most 64 KiB. */
const MAX_PASTE_LENGTH = 1024 * 1024;

/** A line and one Enter: keys that a slow connection, or a program that types, has gathered in one read. */
const TYPED_LINE = /^[^\r\n]*\r$/;

/**
 * Finds pastes of terminals that don't mark them: text and several line ends that come at once were not typed, and must not be
 * sent unasked. All else goes through as it comes.
 */
export class PasteDetector {
  readonly #emit: (event: InputEvent) => void;
  /** The paste so far; `null` while there is none. */
  #pasted: string | null = null;
  /** The characters and line ends of this read that came without anything between them. */
  #run: (InputEvent & { readonly kind: "key" | "text" })[] = [];
  #runText = "";
  /** The number of characters that came without a gap; line ends and tabs don't count. */
  #burstLength = 0;
  #burstAt = Number.NEGATIVE_INFINITY;
  #now = 0;
  #hasMarks = false;

  constructor(emit: (event: InputEvent) => void) {
    this.#emit = emit;
  }

  /** The time at which a paste ends without more input; `null` while there is none. */
  get deadline(): number | null {
    return this.#pasted === null ? null : this.#now + MAX_GAP_MS;
  }

  /** Ends the guessing: the terminal has shown that it marks its pastes. */
  trustMarks(): void {
    this.#hasMarks = true;
  }

  begin(now: number): void {
    this.expire(now);
    this.#now = now;
  }

  addText(text: string): void {
    this.#run.push({ kind: "text", text });
    this.#runText += text;
  }

  /** @param control the character of the key */
  addKey(name: string, control: string): void {
    const isInText = control === "\r" || control === "\n" || control === "\t";
    if (!isInText) this.flush();
    this.#run.push({ kind: "key", name });
    this.#runText += control;
    if (!isInText) this.#emitRun();
  }

  /** Ends a read. A paste may go on in the next one. */
  end(): void {
    if (this.#pasted !== null || this.#isPaste()) {
      const pasted = this.#pasted ?? "";
      this.#pasted = pasted.length < MAX_PASTE_LENGTH ? pasted + this.#runText : pasted;
      this.#run = [];
      this.#runText = "";
    } else {
      this.#emitRun();
    }
  }

  /** Ends a paste before input of another kind. */
  flush(): void {
    this.end();
    const text = this.#pasted;
    this.#pasted = null;
    this.#burstLength = 0;
    if (text === null) return;
    if (!TYPED_LINE.test(text)) return this.#emit({ kind: "paste", text });
    for (const [part] of text.matchAll(/[\t\r]|[^\t\r]+/g)) {
      this.#emit(/[\t\r]/.test(part) ? { kind: "key", name: nameControlKey(part) } : { kind: "text", text: part });
    }
  }

  expire(now: number): void {
    if (this.deadline !== null && now >= this.deadline) this.flush();
  }

  #isPaste(): boolean {
    if (this.#hasMarks || !/[\r\n]/.test(this.#runText)) return false;
    if (/[^\r\n\t]/.test(this.#runText)) return true;
    return this.#burstLength > 1 && this.#now - this.#burstAt < MAX_LINE_END_GAP_MS;
  }

  #emitRun(): void {
    const run = this.#run;
    const { length } = this.#runText.replaceAll(/[\r\n\t]/g, "");
    this.#run = [];
    this.#runText = "";
    this.#burstLength = this.#now - this.#burstAt < MAX_LINE_END_GAP_MS ? this.#burstLength + length : length;
    this.#burstAt = this.#now;
    for (const event of run) this.#emit(event);
  }
}
