import { emitKeypressEvents, type Interface } from "node:readline";
import type { ReadStream } from "node:tty";
import type { Keypress } from "../input/key-name.ts";

/** The callbacks of a keyboard. */
export interface KeyboardListener {
  press(key: Keypress): void;
  paste(text: string): void;
  /** The terminal is gone. */
  end(): void;
}

/** The time in which an Esc may still be the start of a key's sequence, in milliseconds. */
const ESCAPE_TIMEOUT_MS = 50;

/** The longest paste that is accepted, in UTF-16 units: a message holds at most 64 KiB. */
const MAX_PASTE_LENGTH = 1024 * 1024;

/** The silence within a paste after which its end counts as lost, in milliseconds: else every later key would be part of it. */
const PASTE_TIMEOUT_MS = 10_000;

const BRACKETED_PASTE_ON = "\u001b[?2004h";
const BRACKETED_PASTE_OFF = "\u001b[?2004l";

/** Reads the keys of a terminal with Node's decoder of key sequences. A paste comes as one text. */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;
  readonly #listener: KeyboardListener;
  /** The text of a paste that has begun and not ended; `null` between pastes. */
  #pasted: string | null = null;
  #pasteTimer: NodeJS.Timeout | undefined;
  #isStarted = false;

  constructor(input: ReadStream, output: NodeJS.WritableStream, listener: KeyboardListener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
    // Node reads only the timeout of the interface.
    emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_TIMEOUT_MS } as unknown as Interface);
    input.on("keypress", (text: string | undefined, key: Keypress) => this.#receive(text, key));
    input.on("end", () => listener.end());
  }

  /** Takes over the terminal: from now on every key comes here. */
  start(): void {
    this.#isStarted = true;
    this.#input.setRawMode(true);
    this.#output.write(BRACKETED_PASTE_ON);
    this.#input.resume();
  }

  /** Returns the terminal to the state before {@link start}. */
  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#pasted = null;
    clearTimeout(this.#pasteTimer);
    this.#input.pause();
    this.#output.write(BRACKETED_PASTE_OFF);
    this.#input.setRawMode(false);
  }

  #receive(text: string | undefined, key: Keypress): void {
    if (key.name === "paste-start") {
      this.#pasted = "";
      this.#awaitPasteEnd();
    } else if (key.name === "paste-end") {
      this.#endPaste();
    } else if (this.#pasted === null) {
      this.#listener.press(key);
    } else {
      if (this.#pasted.length < MAX_PASTE_LENGTH) this.#pasted += text ?? key.sequence;
      this.#pasteTimer?.refresh();
    }
  }

  #awaitPasteEnd(): void {
    clearTimeout(this.#pasteTimer);
    this.#pasteTimer = setTimeout(() => this.#endPaste(), PASTE_TIMEOUT_MS);
  }

  #endPaste(): void {
    const pasted = this.#pasted ?? "";
    clearTimeout(this.#pasteTimer);
    this.#pasted = null;
    if (pasted !== "") this.#listener.paste(pasted);
  }
}
