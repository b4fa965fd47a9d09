import { type IPty, spawn } from "@lydell/node-pty";
import type { VirtualTerminalOptions } from "./emulator.ts";
import { type KeyName, keySequence } from "./keys.ts";
import { terminalEnvironment } from "./terminal-environment.ts";
import { splitTyped, typePiece } from "./typed-pieces.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";
import { type ScreenExpectation, waitForScreen } from "./wait-for-screen.ts";

export interface PtyProcessOptions extends VirtualTerminalOptions {
  /** Variables beside the few that every program in a terminal has. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the folder of the tests */
  readonly folder?: string;
  /** True when `output` keeps all that the program wrote. @default false */
  readonly keepsOutput?: boolean;
  /** Called with each chunk that the program writes. */
  readonly onOutput?: (data: string) => void;
}

/** A program in a pseudo-terminal of the operating system, with a {@link VirtualTerminal} for its screen. */
export class PtyProcess implements AsyncDisposable {
  readonly terminal: VirtualTerminal;
  /** The exit code, or 128 and the signal's number; settles once all output has come. */
  readonly exited: Promise<number>;
  readonly #pty: IPty;
  readonly #keepsOutput: boolean;
  readonly #onOutput: ((data: string) => void) | undefined;
  readonly #output: string[] = [];
  #exitCode: number | undefined;
  #typing: Promise<void> = Promise.resolve();

  private constructor(command: string, commandArguments: readonly string[], options: PtyProcessOptions) {
    this.terminal = new VirtualTerminal(options);
    this.#keepsOutput = options.keepsOutput ?? false;
    this.#onOutput = options.onOutput;
    this.#pty = spawn(command, [...commandArguments], {
      name: "xterm-256color",
      cols: this.terminal.columns,
      rows: this.terminal.rows,
      cwd: options.folder ?? process.cwd(),
      env: terminalEnvironment(options.env),
    });
    this.#pty.onData((data) => this.#show(data));
    this.terminal.onAnswer((answer) => this.#write(answer));
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#exitCode = signal ? 128 + signal : exitCode;
        this.terminal.changes.notify();
        resolve(this.#exitCode);
      });
    });
  }

  static start(command: string, commandArguments: readonly string[] = [], options: PtyProcessOptions = {}): PtyProcess {
    return new PtyProcess(command, commandArguments, options);
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Undefined while the program runs. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** All that the program wrote, when it was started with `keepsOutput`. */
  get output(): string {
    if (!this.#keepsOutput) throw new Error("The output is kept only with the option keepsOutput.");
    return this.#output.join("");
  }

  /** Types characters as a person does: a line end comes after the text before it is seen. */
  type(text: string): void {
    for (const piece of splitTyped(text)) this.#type(() => this.#typePiece(piece));
  }

  /** Sends characters to the program as they are, in one write. */
  send(text: string): void {
    this.#type(() => this.#write(text));
  }

  press(...keys: KeyName[]): void {
    this.send(keys.map(keySequence).join(""));
  }

  /** Pastes as a terminal does in which the program has asked for bracketed paste, or types where it has not. */
  paste(text: string): void {
    this.#type(() => this.#write(this.terminal.modes.bracketedPasteMode ? `\u001b[200~${text}\u001b[201~` : text));
  }

  /** Changes the size of the window: of the screen first, then for the program. */
  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    if (this.#exitCode === undefined) this.#pty.resize(columns, rows);
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

  /** @param signal - such as `SIGTERM`; without one the window is closed, as by its owner. */
  kill(signal = "SIGHUP"): void {
    if (this.#exitCode === undefined) this.#pty.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
    this.terminal[Symbol.dispose]();
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
      (text) => this.#write(text),
      terminal.changes,
      async () => terminal.lines()[terminal.cursor.row] ?? "",
    );
  }

  #write(text: string): void {
    if (this.#exitCode === undefined) this.#pty.write(text);
  }

  #show(data: string): void {
    if (this.#keepsOutput) this.#output.push(data);
    this.#onOutput?.(data);
    void this.terminal.write(data);
  }
}
