import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program that runs until it is stopped, such as a server. */
export class BackgroundProcess {
  #child;
  #output = "";

  constructor(file, args, options) {
    this.#child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.#output += text;
      });
    }
  }

  /** Waits until the output matches, and returns the match; throws when the program ends before. */
  async waitFor(pattern) {
    const ended = once(this.#child, "close");
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      if (this.#child.exitCode !== null) throw new Error(`It ended too early:\n${this.#output}`);
      await Promise.race([once(this.#child.stdout, "data"), once(this.#child.stderr, "data"), ended]);
    }
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
