import { type CommandOptions, CommandProcess, joinPatiently, TestPeer } from "@chat/testing";
import { CLI } from "./command-under-test.ts";

/** The port in the output, in both formats. */
const LISTENING = /(?:127\.0\.0\.1:|"port":)(\d+)/;

/** The command as users run it, in a process of its own. */
export class ChatServerProcess extends CommandProcess {
  constructor(args: readonly string[], options?: CommandOptions) {
    super(CLI, args, options);
  }

  /** Starts a server on a port of the system's choice, and waits until it listens. */
  static async start(...args: string[]): Promise<ChatServerProcess> {
    return ChatServerProcess.startWith({}, ...args);
  }

  /** The same with a say in the environment and in Node's flags. */
  static async startWith(options: CommandOptions, ...args: string[]): Promise<ChatServerProcess> {
    const server = new ChatServerProcess(["--host", "127.0.0.1", "--port", "0", ...args], options);
    await server.waitForOutput(LISTENING);
    return server;
  }

  /** The port, as the output tells it. */
  get port(): number {
    return Number(LISTENING.exec(this.output)?.[1]);
  }

  /** The lines of a JSON log, parsed one by one. */
  get events(): { readonly [field: string]: unknown }[] {
    return this.output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** Joins as a client of ours, and reads the welcome. */
  join(name: string): Promise<TestPeer> {
    return joinPatiently(() => TestPeer.connect(this), `${name}\n`);
  }
}
