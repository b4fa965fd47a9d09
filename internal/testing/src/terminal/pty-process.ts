import { type IPty, spawn } from "@lydell/node-pty";
import type { VirtualTerminalOptions } from "./emulator.ts";
import { terminalEnvironment } from "./terminal-environment.ts";
import { TerminalProgram } from "./terminal-program.ts";

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
export class PtyProcess extends TerminalProgram implements AsyncDisposable {
  /** The exit code, or 128 and the signal's number; settles once all output has come. */
  readonly exited: Promise<number>;
  readonly #pty: IPty;
  readonly #keepsOutput: boolean;
  readonly #onOutput: ((data: string) => void) | undefined;
  readonly #output: string[] = [];

  private constructor(command: string, commandArguments: readonly string[], options: PtyProcessOptions) {
    super(options);
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
    this.terminal.onAnswer((answer) => this.write(answer));
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        const code = signal ? 128 + signal : exitCode;
        this.end(code);
        resolve(code);
      });
    });
  }

  static start(command: string, commandArguments: readonly string[] = [], options: PtyProcessOptions = {}): PtyProcess {
    return new PtyProcess(command, commandArguments, options);
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** All that the program wrote, when it was started with `keepsOutput`. */
  get output(): string {
    if (!this.#keepsOutput) throw new Error("The output is kept only with the option keepsOutput.");
    return this.#output.join("");
  }

  /** Changes the size of the window: of the screen first, then for the program. */
  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    if (this.exitCode === undefined) this.#pty.resize(columns, rows);
  }

  /** @param signal - such as `SIGTERM`; without one the window is closed, as by its owner. */
  kill(signal = "SIGHUP"): void {
    if (this.exitCode === undefined) this.#pty.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
    this.terminal[Symbol.dispose]();
  }

  protected override write(text: string): void {
    if (this.exitCode === undefined) this.#pty.write(text);
  }

  #show(data: string): void {
    if (this.#keepsOutput) this.#output.push(data);
    this.#onOutput?.(data);
    void this.terminal.write(data);
  }
}
