import { fileURLToPath } from "node:url";
import { type CommandOptions, CommandProcess } from "@chat/testing";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

/** The command `chat` as users run it, through pipes. */
export class ChatProcess extends CommandProcess {
  constructor(args: readonly string[], { environment, ...options }: CommandOptions = {}) {
    const { NODE_COMPILE_CACHE = "" } = process.env;
    // Nothing is remembered where no folder can be.
    const defaults = { NODE_COMPILE_CACHE, XDG_CONFIG_HOME: "/dev/null" };
    super(CLI, args, { ...options, environment: { ...defaults, ...environment } });
  }

  /** Starts the plain mode, and waits until it has joined. */
  static async join(name: string, port: number, ...args: string[]): Promise<ChatProcess> {
    const chat = new ChatProcess(["--plain", "--name", name, "--port", `${port}`, ...args]);
    await chat.waitForOutput(/\* Joined /);
    return chat;
  }

  /** The lines of its output, without the clock. */
  get events(): string[] {
    return this.output
      .split("\n")
      .flatMap((line) => /^\d\d:\d\d:\d\d (.*)$/.exec(line)?.[1] ?? (line === "" ? [] : line));
  }
}
