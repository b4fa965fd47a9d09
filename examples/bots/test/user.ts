import { type ChatNode, createChatNode } from "@chat/server";
import { TestPeer } from "@chat/testing";

/**
 * The address that the servers listen on. On Linux the tests have one of their own: nobody else takes a server's port there
 * while it restarts.
 */
const HOST = process.platform === "linux" ? "127.0.65.44" : "127.0.0.1";

/** Starts a server; port 0 lets the system choose. */
export async function startServer(port = 0): Promise<ChatNode> {
  const server = createChatNode({ host: HOST, port });
  await server.listen();
  return server;
}

/** Returns the address of a server as the flags of the bots take it. */
export function addressOf(server: ChatNode): string {
  return `${HOST}:${server.address().port}`;
}

/** A user of the chat, over a bare socket. */
export class User implements AsyncDisposable {
  readonly #peer: TestPeer;
  readonly #name: string;

  private constructor(peer: TestPeer, name: string) {
    this.#peer = peer;
    this.#name = name;
  }

  /** Joins, and reads the welcome. */
  static async join(server: ChatNode, name: string): Promise<User> {
    const peer = await TestPeer.connect({ host: HOST, port: server.address().port });
    peer.write(`${name}\n`);
    const welcome = await peer.nextText();
    if (!welcome.startsWith("Welcome")) throw new Error(`Expected a welcome, not ${welcome}.`);
    return new User(peer, name);
  }

  write(to: string, text: string): void {
    this.#peer.send(this.#name, to, text);
  }

  /** Returns the next message as `sender -> receiver: text`. */
  async next(): Promise<string> {
    const { from, to, msg } = await this.#peer.next();
    return `${from.name} -> ${to}: ${msg}`;
  }

  /** Waits until the server has handled what this user wrote, and returns the messages that have come by then. */
  async settle(): Promise<string[]> {
    this.write("/time", "");
    const before: string[] = [];
    for (;;) {
      const text = await this.next();
      if (text.startsWith("SERVER -> ") && text.includes("Server time: ")) return before;
      before.push(text);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#peer[Symbol.asyncDispose]();
  }
}
