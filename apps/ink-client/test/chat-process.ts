import { type CommandOptions, CommandProcess } from "@chat/testing";
import { COMMAND } from "./support/build-command.ts";

/** The command `chat` as users run it, through pipes. */
export class ChatProcess extends CommandProcess {
  constructor(args: readonly string[], { environment, ...options }: CommandOptions = {}) {
    // Nothing is remembered where no folder can be.
    super(COMMAND, args, {
      ...options,
      environment: { XDG_CONFIG_HOME: "/dev/null", XDG_STATE_HOME: "/dev/null", ...environment },
    });
  }

  /** Starts the plain mode, and waits until it has joined. */
  static async join(name: string, port: number, ...args: string[]): Promise<ChatProcess> {
    const chat = new ChatProcess(["--plain", "--name", name, "--port", `${port}`, ...args]);
    await chat.waitForOutput(/\* Joined /);
    return chat;
  }

  /** The lines of its output, without the clock. */
  get events(): string[] {
    return readEvents(this.output);
  }
}

/** Returns the lines of the plain mode's output, without the clock. */
export function readEvents(output: string): string[] {
  return output.split("\n").flatMap((line) => /^\d\d:\d\d:\d\d (.*)$/.exec(line)?.[1] ?? (line === "" ? [] : line));
}
