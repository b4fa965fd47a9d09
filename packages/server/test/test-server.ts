import { TestPeer } from "@chat/testing";
import { type ChatNode, createChatNode } from "../src/chat-node.ts";
import type { ChatNodeOptions } from "../src/options.ts";

/** A server on a port of the system's choice, and peers that join it. */
export interface TestServer extends AsyncDisposable {
  readonly node: ChatNode;
  readonly port: number;
  /** Connects, and says nothing. */
  connect(): Promise<TestPeer>;
  /** Joins as a client of ours, which ends its name with a newline, and reads the welcome. */
  join(name: string): Promise<TestPeer>;
  /** Joins as an original client, which sends its name alone, and reads the welcome. */
  joinUnframed(name: string): Promise<TestPeer>;
}

/** Starts a server for one test: `await using server = await startTestServer();` closes it, and its peers. */
export async function startTestServer(options: ChatNodeOptions = {}): Promise<TestServer> {
  const node = createChatNode({ host: "127.0.0.1", port: 0, ...options });
  const { port } = await node.listen();
  const peers: TestPeer[] = [];

  async function connect(): Promise<TestPeer> {
    const peer = await TestPeer.connect({ port });
    peers.push(peer);
    return peer;
  }

  async function joinBy(handshake: string): Promise<TestPeer> {
    const peer = await connect();
    peer.write(handshake);
    const welcome = await peer.nextText();
    if (!welcome.startsWith("Welcome ")) throw new Error(`Expected a welcome, not ${JSON.stringify(welcome)}.`);
    return peer;
  }

  return {
    node,
    port,
    connect,
    join: (name) => joinBy(`${name}\n`),
    joinUnframed: joinBy,
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.destroy();
      await node.close({ graceMs: 0 });
    },
  };
}
