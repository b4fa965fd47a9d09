import type { VirtualTerminalOptions } from "./emulator.ts";
import { type KeyName, keySequence } from "./keys.ts";
import { splitTyped, typePiece } from "./typed-pieces.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";
import { type ScreenExpectation, waitForScreen } from "./wait-for-screen.ts";

/** A program with a {@link VirtualTerminal} for its screen, and a test at the keyboard. */
export abstract class TerminalProgram {
  readonly terminal: VirtualTerminal;
  #exitCode: number | undefined;
  #typing: Promise<void> = Promise.resolve();

  constructor(options: VirtualTerminalOptions) {
    this.terminal = new VirtualTerminal(options);
  }

  /** Undefined while the program runs. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Types characters as a person does: a line end comes after the text before it is seen. */
  type(text: string): void {
    for (const piece of splitTyped(text)) this.#type(() => this.#typePiece(piece));
  }

  /** Sends characters to the program as they are, in one write. */
  send(text: string): void {
    this.#type(() => this.write(text));
  }

  press(...keys: KeyName[]): void {
    this.send(keys.map(keySequence).join(""));
  }

  /** Pastes as a terminal does in which the program has asked for bracketed paste, or types where it has not. */
  paste(text: string): void {
    this.#type(() => this.write(this.terminal.modes.bracketedPasteMode ? `\u001b[200~${text}\u001b[201~` : text));
  }

  /** Waits until the screen is as expected, and gives its text; fails with the screen in the message. */
  waitForScreen(expected: ScreenExpectation, what?: string): Promise<string> {
    const { terminal } = this;
    return waitForScreen(
      {
        readScreen: async () => {
          await terminal.parsed();
          return terminal.text;
        },
        changes: terminal.changes,
        whyOver: () => (this.#exitCode === undefined ? undefined : `the program has ended with ${this.#exitCode}`),
      },
      expected,
      what,
    );
  }

  /** Hands to the program what was typed, while it runs. */
  protected abstract write(text: string): void;

  /** Remembers that the program has ended. */
  protected end(exitCode: number): void {
    this.#exitCode = exitCode;
    this.terminal.changes.notify();
  }

  /** Types one thing after the other. */
  #type(act: () => void | Promise<void>): void {
    this.#typing = this.#typing.then(act);
  }

  async #typePiece(piece: string): Promise<void> {
    if (this.#exitCode !== undefined) return;
    const { terminal } = this;
    await typePiece(
      piece,
      (text) => this.write(text),
      terminal.changes,
      async () => terminal.lines()[terminal.cursor.row] ?? "",
    );
  }
}
