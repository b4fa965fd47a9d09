import { fileURLToPath } from "node:url";
import { type CommandOptions, CommandProcess, TestPeer } from "@chat/testing";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Line of the output with the address of a node. */
const NODE_LINE = /^ {2}(node-\d) {3}127\.0\.0\.1:(\d+) {3}process (\d+)$/gm;

/** A node, as the output shows it. */
interface RunningNode {
  readonly port: number;
  readonly pid: number;
}

/** The example as people run it. */
export class ClusterProcess extends CommandProcess {
  constructor(args: readonly string[], options?: CommandOptions) {
    super(MAIN, args, options);
  }

  /** Starts it on ports of the system's choice, and waits until all nodes listen. */
  static async start(args: readonly string[] = [], options?: CommandOptions): Promise<ClusterProcess> {
    const cluster = new ClusterProcess(["--port", "0", ...args], options);
    try {
      await cluster.waitForOutput(/Ctrl-C stops all of it/);
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  get nodes(): ReadonlyMap<string, RunningNode> {
    const lines = [...this.output.matchAll(NODE_LINE)];
    return new Map(lines.map(([, name = "", port, pid]) => [name, { port: Number(port), pid: Number(pid) }]));
  }

  /** URL of the broker. */
  get natsUrl(): string {
    return /nats:\/\/127\.0\.0\.1:\d+/.exec(this.output)?.[0] ?? "";
  }

  nodeOf(nodeName: string): RunningNode {
    const node = this.nodes.get(nodeName);
    if (!node) throw new Error(`The output does not show ${nodeName}:\n${this.output}`);
    return node;
  }

  /** Connects to a node and sends a name, as a client of ours does. */
  async greet(nodeName: string, userName: string): Promise<TestPeer> {
    const peer = await TestPeer.connect({ port: this.nodeOf(nodeName).port });
    peer.write(`${userName}\n`);
    return peer;
  }

  /** Joins through a node, and reads the welcome. */
  async join(nodeName: string, userName: string): Promise<TestPeer> {
    const peer = await this.greet(nodeName, userName);
    const text = await peer.nextText();
    if (!text.startsWith("Welcome ")) throw new Error(`Expected a welcome, not ${JSON.stringify(text)}.`);
    return peer;
  }

  /** Ends it by a signal that it can act on: killed outright, it would leave behind what it has started. */
  override async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGTERM");
    await this.closed();
  }
}
