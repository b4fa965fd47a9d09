import { type ChatNode, createChatNode } from "@chat/server";
import { choosePort, TestPeer } from "@chat/testing";

/** A server on a port that nobody takes while it is away, so that it can come back on it. */
export class ChatServer implements AsyncDisposable {
  #node: ChatNode;
  readonly port: number;

  private constructor(node: ChatNode) {
    this.#node = node;
    this.port = node.address().port;
  }

  static async start(): Promise<ChatServer> {
    return new ChatServer(await listen(await choosePort()));
  }

  /** Goes without a goodbye to anybody who is slow. */
  async stop(): Promise<void> {
    await this.#node.close({ graceMs: 0 });
  }

  async restart(): Promise<void> {
    this.#node = await listen(this.port);
  }

  /** Joins as somebody else, driven by hand. */
  async join(name: string): Promise<TestPeer> {
    const peer = await TestPeer.connect({ port: this.port });
    peer.write(`${name}\n`);
    await peer.next();
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

async function listen(port: number): Promise<ChatNode> {
  const node = createChatNode({ host: "127.0.0.1", port });
  await node.listen();
  return node;
}
