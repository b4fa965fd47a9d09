import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

interface PendingCommand {
  readonly resolve: (lines: string[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * tmux's control mode: commands go in as lines, their answers come back between `%begin` and `%end`, and in between
 * it tells what happens in the session. So a test learns of output when it comes, and need not ask for it.
 */
export class TmuxControl implements AsyncDisposable {
  /** Settles when the session is over. */
  readonly ended: Promise<void>;
  readonly #tmux: ChildProcessWithoutNullStreams;
  readonly #pending: PendingCommand[] = [];
  readonly #onNews: () => void;
  /** Lines so far of an answer that has begun. The words behind its `%begin` stand behind its end, too. */
  #answer: { readonly id: string; readonly lines: string[] } | undefined;
  #hasEnded = false;

  /** @param onNews - called whenever something was written or changed in the session */
  constructor(command: string, commandArguments: readonly string[], env: Record<string, string>, onNews: () => void) {
    this.#onNews = onNews;
    this.#tmux = spawn(command, [...commandArguments], { env });
    this.#tmux.stderr.resume();
    // Once the session is over nobody reads any more; `ended` tells that.
    this.#tmux.stdin.on("error", () => undefined);
    createInterface({ input: this.#tmux.stdout }).on("line", (line) => this.#read(line));
    this.ended = once(this.#tmux, "close").then(() => this.#end());
    // To attach is itself a command that is answered.
    this.#pending.push({ resolve: () => undefined, reject: () => undefined });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Runs a command of tmux, each argument taken as it is, and gives the lines of its answer. */
  run(...words: readonly string[]): Promise<string[]> {
    if (this.#hasEnded) return Promise.reject(new Error("The session of tmux is over."));
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#tmux.stdin.write(`${words.map(quote).join(" ")}\n`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tmux.kill("SIGKILL");
    await this.ended;
  }

  #read(line: string): void {
    const [, kind, id = ""] = /^%(begin|end|error) (.*)$/.exec(line) ?? [];
    if (this.#answer === undefined) {
      if (kind === "begin") this.#answer = { id, lines: [] };
      else this.#onNews();
    } else if ((kind === "end" || kind === "error") && id === this.#answer.id) {
      this.#settle(kind, this.#answer.lines);
      this.#answer = undefined;
    } else {
      this.#answer.lines.push(line);
    }
  }

  #settle(kind: "end" | "error", lines: string[]): void {
    const command = this.#pending.shift();
    if (kind === "end") command?.resolve(lines);
    else command?.reject(new Error(`tmux says: ${lines.join(" ")}`));
  }

  #end(): void {
    this.#hasEnded = true;
    for (const { reject } of this.#pending.splice(0)) reject(new Error("The session of tmux is over."));
    this.#onNews();
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
