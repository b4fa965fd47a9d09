import { emitKeypressEvents, type Interface } from "node:readline";
import type { ReadStream } from "node:tty";
import type { Keypress } from "../input/key-name.ts";

/** Who is told of what is typed. */
export interface KeyboardListener {
  press(key: Keypress): void;
  paste(text: string): void;
  /** The terminal is gone. */
  end(): void;
}

/** For how long an Esc may turn out to be the start of a key's sequence, in milliseconds. */
const ESCAPE_TIMEOUT_MS = 50;

/** Longest paste that is taken, in UTF-16 units: a message holds 64 KiB at most. */
const MAX_PASTE_LENGTH = 1024 * 1024;

/** Silence within a paste, in milliseconds, after which its end is taken for lost: else no key would do anything any more. */
const PASTE_TIMEOUT_MS = 10_000;

const BRACKETED_PASTE_ON = "\u001b[?2004h";
const BRACKETED_PASTE_OFF = "\u001b[?2004l";

/** The keys of a terminal, decoded by Node's own reader of key sequences; a paste comes in one piece. */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;
  readonly #listener: KeyboardListener;
  /** What was pasted so far, between the marks that the terminal puts around a paste. */
  #pasted: string | null = null;
  #pasteTimer: NodeJS.Timeout | undefined;
  #isStarted = false;

  constructor(input: ReadStream, output: NodeJS.WritableStream, listener: KeyboardListener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
    // Only the timeout of the interface is looked at.
    emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_TIMEOUT_MS } as unknown as Interface);
    input.on("keypress", (text: string | undefined, key: Keypress) => this.#receive(text, key));
    input.on("end", () => listener.end());
  }

  /** Takes the terminal: from now on every key comes here. */
  start(): void {
    this.#isStarted = true;
    this.#input.setRawMode(true);
    this.#output.write(BRACKETED_PASTE_ON);
    this.#input.resume();
  }

  /** Gives the terminal back. */
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
