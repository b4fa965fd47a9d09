/** Protocol that the load generator speaks. */
type WireProtocol = "chat" | "irc" | "mqtt" | "nats";

/** Command that starts a server. */
export interface StartCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** A server that takes part in the comparison: how it is started, and what it speaks. */
export interface Contender {
  /** As in tables, and as it is chosen on the command line. */
  readonly name: string;
  readonly protocol: WireProtocol;
  /**
   * The number of users who join at the same time, where it is not 256. A server whose accept queue is shorter than that drops
   * connections, each of which comes back a second later; one that looks at new users once a second wants more.
   */
  readonly joinsAtOnce?: number;
  /** Returns its version; `null` when it is not installed. */
  findVersion(): string | null;
  /**
   * Returns the command that listens on this port of 127.0.0.1. What it has to find on disk, such as its configuration, is
   * written into the folder, which is empty and its alone.
   */
  prepare(folder: string, port: number): StartCommand;
}
