import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Time limit for a line. It is generous: a client may wait for 30 s before it gives a silent server up, and a machine may be busy. */
const DEADLINE_MS = 100_000;

/** The lines of a stream, kept so that a test can wait for one without knowing whether it has come already. */
export class LineLog {
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(input: Readable) {
    const lines = createInterface({ input });
    lines.on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    lines.on("close", () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /** All lines so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /**
   * Resolves with the first line that is, or matches, what is wanted; rejects with what came instead.
   *
   * @param count - 2 for the second such line, and so on
   */
  async waitFor(wanted: string | RegExp, count = 1): Promise<string> {
    const isWanted = (line: string) => (typeof wanted === "string" ? line === wanted : wanted.test(line));
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const line = this.#lines.filter(isWanted)[count - 1];
      if (line !== undefined) return line;
      if (this.#hasEnded || deadline.aborted) {
        const reason = this.#hasEnded ? "The stream ended" : "Time ran out";
        throw new Error(`${reason} before this came:\n${excerpt(wanted)}\nWhat came:\n${this}`);
      }
      await this.#nextChange(deadline);
    }
  }

  toString(): string {
    return this.#lines.map(excerpt).join("\n");
  }

  #nextChange(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      deadline.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Some lines are a hundred kilobytes long. */
function excerpt(line: string | RegExp): string {
  return String(line).slice(0, 300);
}
