import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { killAtExit, stopProcess } from "./child-process.ts";

/** A process of this program, and what it says. */
export class Child<Order extends object, Answer> implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #answers: Answer[] = [];
  #wake: () => void = () => undefined;
  #hasEnded = false;

  constructor(file: URL, args: readonly string[]) {
    this.#process = fork(file, args, { serialization: "advanced" });
    this.#process.on("message", (answer) => {
      this.#answers.push(answer as Answer);
      this.#wake();
    });
    this.#process.once("exit", () => {
      this.#hasEnded = true;
      this.#wake();
    });
    killAtExit(this.#process);
  }

  tell(order: Order): void {
    if (!this.#hasEnded) this.#process.send(order);
  }

  /** Returns the next answer. Rejects when the process has ended, or is silent for `deadlineMs`. */
  async nextAnswer(deadlineMs: number): Promise<Answer> {
    const timeout = setTimeout(() => this.#process.kill("SIGKILL"), deadlineMs);
    try {
      while (true) {
        const answer = this.#answers.shift();
        if (answer !== undefined) return answer;
        if (this.#hasEnded) throw new Error("A process of the attack has ended, or was silent for too long.");
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
      }
    } finally {
      clearTimeout(timeout);
    }
  }

  /** Waits until the process has ended by itself. */
  async end(deadlineMs: number): Promise<void> {
    const kill = setTimeout(() => this.#process.kill("SIGKILL"), deadlineMs);
    if (!this.#hasEnded) await once(this.#process, "exit");
    clearTimeout(kill);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopProcess(this.#process, "SIGKILL", 0);
  }
}
