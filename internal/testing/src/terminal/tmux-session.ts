import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Changes } from "../waiting/changes.ts";
import { type KeyName, tmuxKeyName } from "./keys.ts";
import { terminalEnvironment } from "./terminal-environment.ts";
import { TmuxControl } from "./tmux-control.ts";
import { splitTyped, typePiece } from "./typed-pieces.ts";
import { type ScreenExpectation, waitForScreen } from "./wait-for-screen.ts";

const run = promisify(execFile);

/** Most bytes typed by one command of tmux, whose length it limits. */
const MAX_TYPED_BYTES = 500;

/** A server of its own, without anybody's configuration, that believes in UTF-8. */
const SERVER = ["-L", "chat", "-f", "/dev/null", "-u"];

export interface TmuxSessionOptions {
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
  /** Variables beside the few that every program in a terminal has. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CaptureOptions {
  /** True when colours and other looks are kept, as escape sequences. @default false */
  readonly keepsLooks?: boolean;
  /** True when rows that the terminal has wrapped by itself are one line, as somebody selects them. @default false */
  readonly joinsRows?: boolean;
}

/** A program in a terminal that many people use: tmux, with a server of its own and without anybody's configuration. */
export class TmuxSession implements AsyncDisposable {
  /** Folder of its socket, which tmux leaves behind. */
  readonly #folder: string;
  readonly #env: Record<string, string>;
  readonly #control: TmuxControl;
  readonly #changes = new Changes();

  private constructor(folder: string, env: Record<string, string>) {
    this.#folder = folder;
    this.#env = env;
    // The watcher has no window of its own whose size could count.
    const attach = [...SERVER, "-C", "attach-session", "-f", "ignore-size"];
    this.#control = new TmuxControl("tmux", attach, env, () => this.#changes.notify());
  }

  /** Starts tmux and the program in it, which gets its arguments as they are, through no shell. */
  static async start(
    command: string,
    commandArguments: readonly string[] = [],
    { columns = 80, rows = 24, env: more }: TmuxSessionOptions = {},
  ): Promise<TmuxSession> {
    const folder = await mkdtemp(join(tmpdir(), "chat-tmux-"));
    const env = { ...terminalEnvironment(more), TMUX_TMPDIR: folder };
    await run(
      "tmux",
      [
        ...SERVER,
        ...["set-option", "-g", "status", "off", ";"],
        ...["set-option", "-g", "default-terminal", "tmux-256color", ";"],
        // A lone escape key is passed on at once, as by a terminal.
        ...["set-option", "-s", "escape-time", "0", ";"],
        ...[
          "new-session",
          "-d",
          "-x",
          `${columns}`,
          "-y",
          `${rows}`,
          command,
          ...commandArguments.map(escapeSemicolon),
        ],
      ],
      { env },
    );
    return new TmuxSession(folder, env);
  }

  /** True when the program has ended, and tmux with it. */
  get hasEnded(): boolean {
    return this.#control.hasEnded;
  }

  /** Settles when the program has ended, and tmux with it. */
  get ended(): Promise<void> {
    return this.#control.ended;
  }

  /** Types characters as a person does: a line end comes after the text before it is seen. */
  async type(text: string): Promise<void> {
    for (const piece of splitTyped(text)) {
      await typePiece(
        piece,
        (part) => this.send(part),
        this.#changes,
        () => this.#readCursorRow().catch(() => ""),
      );
    }
  }

  /** Sends characters to the program as they are. */
  async send(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += MAX_TYPED_BYTES) {
      const chunk = bytes.subarray(start, start + MAX_TYPED_BYTES);
      await this.#control.run("send-keys", "-H", ...Array.from(chunk, (byte) => byte.toString(16)));
    }
  }

  async press(...keys: KeyName[]): Promise<void> {
    await this.sendKeys(...keys.map(tmuxKeyName));
  }

  /** Presses keys by the names that tmux has for them. */
  async sendKeys(...tmuxKeyNames: string[]): Promise<void> {
    await this.#control.run("send-keys", ...tmuxKeyNames);
  }

  /** Returns the screen, a line for each row, without the spaces at their ends. */
  async capture({ keepsLooks = false, joinsRows = false }: CaptureOptions = {}): Promise<string> {
    const flags = [...(keepsLooks ? ["-e"] : []), ...(joinsRows ? ["-J"] : [])];
    const lines = await this.#control.run("capture-pane", "-p", ...flags);
    return lines.map((line) => line.trimEnd()).join("\n");
  }

  async #readCursorRow(): Promise<string> {
    const [screen, row] = await Promise.all([this.capture(), this.read("#{cursor_y}")]);
    return screen.split("\n")[Number(row)] ?? "";
  }

  /** Changes the size of the window. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#control.run("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  /** Returns a format of tmux with its variables filled in, such as `#{pane_title}` or `#{cursor_x}`. */
  async read(format: string): Promise<string> {
    const lines = await this.#control.run("display-message", "-p", format);
    return lines.join("\n");
  }

  /** Waits until the screen is as expected, and gives its text; fails with the screen in the message. */
  waitForScreen(expected: ScreenExpectation, what?: string): Promise<string> {
    return waitForScreen(
      {
        // It fails only where the program has just ended, which is then told.
        readScreen: () => this.capture().catch(() => ""),
        changes: this.#changes,
        whyOver: () => (this.hasEnded ? "the program has ended" : undefined),
      },
      expected,
      what,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It fails when the program has ended, and the server with it.
    await run("tmux", [...SERVER, "kill-server"], { env: this.#env }).catch(() => undefined);
    await this.#control[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Checks whether there is a tmux that tells what happens in it and needs no size of its watcher (3.2 or later). */
export function isTmuxInstalled(): boolean {
  const { stdout } = spawnSync("tmux", ["-V"], { encoding: "utf8" });
  const [, major = "0", minor = "0"] = /^tmux (?:next-)?(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 2);
}

/** At the end of an argument tmux would take it for the end of the command. */
function escapeSemicolon(argument: string): string {
  return argument.replace(/;$/, String.raw`\;`);
}
