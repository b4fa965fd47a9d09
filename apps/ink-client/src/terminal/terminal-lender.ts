import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { SuspendTerminal } from "ink";
import type { AnchoredOutput } from "./anchored-output.ts";
import type { Keyboard } from "./keyboard.ts";

/** The time after which the terminal is taken again when no shell took it, in milliseconds. */
const SUSPEND_TIMEOUT_MS = 200;

/** The signals of Ctrl-C and Ctrl-\: every program at the terminal gets them, and they are meant for the one that has it. */
const KEY_SIGNALS = ["SIGINT", "SIGQUIT"] as const;

export interface TerminalLenderListener {
  /** A signal ends the chat. It is not called while another program has the terminal. */
  leave(): void;
  /** Another program gets the terminal, or has given it back. */
  changed(): void;
}

/** Lends the terminal to the shell or to another program, and takes it again. */
export class TerminalLender {
  readonly #keyboard: Keyboard;
  readonly #output: AnchoredOutput;
  readonly #listener: TerminalLenderListener;
  readonly #suspension = Promise.withResolvers<SuspendTerminal>();
  #isLent = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(keyboard: Keyboard, output: AnchoredOutput, listener: TerminalLenderListener) {
    this.#keyboard = keyboard;
    this.#output = output;
    this.#listener = listener;
  }

  /** True while another program has the terminal, or is about to. */
  get isLent(): boolean {
    return this.#isLent;
  }

  /** Takes the function of Ink that lets go of the screen. Nothing is lent before. */
  readonly begin = (suspendTerminal: SuspendTerminal): void => this.#suspension.resolve(suspendTerminal);

  /** Follows the signals of keys, and those that stop and continue the process, until the returned function is called. */
  followSignals(): () => void {
    const interrupt = () => void (this.#isLent || this.#listener.leave());
    // After a stop that came without a word, such as SIGSTOP, the shell has reset the terminal.
    const resume = () => void (this.#isLent || this.#handOver(async () => undefined));
    process.on("SIGTSTP", this.suspend).on("SIGCONT", resume);
    for (const signal of KEY_SIGNALS) process.on(signal, interrupt);
    return () => {
      process.off("SIGTSTP", this.suspend).off("SIGCONT", resume);
      for (const signal of KEY_SIGNALS) process.off(signal, interrupt);
    };
  }

  /** Leaves the screen and takes it again: everything is drawn anew. */
  redraw(): void {
    void this.#inTurn((suspendTerminal) => suspendTerminal(() => undefined));
  }

  /** Stops as the shell wants it, from the keyboard or by a signal, and takes the terminal again afterwards. */
  readonly suspend = (): void => {
    if (this.#isLent) return;
    void this.lend(async () => {
      const resumed = once(process, "SIGCONT");
      // The whole job stops, with whatever has started us. Where no shell would go on, the system does not stop it.
      process.kill(0, "SIGTSTP");
      await Promise.race([resumed, delay(SUSPEND_TIMEOUT_MS)]);
    });
  };

  /** Lends the terminal to another program while `use` runs. */
  lend<Result>(use: () => Promise<Result>): Promise<Result> {
    this.#setLent(true);
    return this.#handOver(use).finally(() => this.#setLent(false));
  }

  /** Lends the screen while `use` runs, and keeps the keyboard. */
  lendScreen(use: () => Promise<void>): Promise<void> {
    return this.#inTurn((suspendTerminal) =>
      suspendTerminal(async () => {
        this.#output.stop();
        await use();
        this.#output.start();
      }),
    );
  }

  async settle(): Promise<void> {
    if (this.#isLent) await this.#turn;
  }

  #handOver<Result>(use: () => Promise<Result>): Promise<Result> {
    return this.#inTurn(async (suspendTerminal) => {
      const used = Promise.withResolvers<Result>();
      // Its failure is for the borrower, who is told once the terminal is back.
      used.promise.catch(() => undefined);
      this.#keyboard.stop();
      await suspendTerminal(async () => {
        this.#output.stop();
        // Without a listener the signal stops this process, together with the program that has the terminal.
        process.off("SIGTSTP", this.suspend);
        await use().then(used.resolve, used.reject);
        process.on("SIGTSTP", this.suspend);
        this.#output.start();
        // Node looks at the size of the terminal only at this signal, which does not come to a process in the background.
        process.kill(process.pid, "SIGWINCH");
      });
      this.#keyboard.start();
      return await used.promise;
    });
  }

  #setLent(isLent: boolean): void {
    this.#isLent = isLent;
    this.#listener.changed();
  }

  /** Lends the terminal to one after the other: signals may come together. */
  #inTurn<Result>(lend: (suspendTerminal: SuspendTerminal) => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(async () => await lend(await this.#suspension.promise));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
