import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";

/** A program that runs until it is stopped, such as a server. */
export class BackgroundProcess {
  #child;
  #output = "";
  #changes = new EventEmitter();

  constructor(file, args, options) {
    this.#child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.#output += text;
        this.#changes.emit("change");
      });
    }
    this.#child.on("close", () => this.#changes.emit("change"));
    this.#child.on("error", (error) => this.#changes.emit("error", error));
  }

  /** Waits until the output matches, and returns the match; throws when the program ends before, or can't be started. */
  async waitFor(pattern) {
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      if (this.#hasEnded) throw new Error(`It ended too early:\n${this.#output}`);
      await once(this.#changes, "change");
    }
  }

  async stop() {
    if (this.#hasEnded) return;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
  }

  get #hasEnded() {
    const { exitCode, signalCode } = this.#child;
    return exitCode !== null || signalCode !== null;
  }
}
