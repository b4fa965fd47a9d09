import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type PSKCallbackNegotation, type Server } from "node:tls";
import { TestPeer } from "@chat/testing";
import { expect, it } from "vitest";
import { ChatNode } from "../src/chat-node.ts";
import { TcpTransport } from "../src/transport/tcp-transport.ts";
import type { Transport, TransportServer } from "../src/transport/transport.ts";

// A shared key takes the place of certificates, which this test is not about.
const KEY: PSKCallbackNegotation = { psk: Buffer.alloc(16, 7), identity: "chat" };
const TLS = { ciphers: "PSK", maxVersion: "TLSv1.2", allowHalfOpen: true } as const;

/** Shows that TLS fits behind the seam: the server has no such option. */
class TlsServer implements TransportServer<AddressInfo> {
  readonly #server: Server = createServer({ ...TLS, pskCallback: () => KEY.psk });

  async listen(accept: (transport: Transport) => void): Promise<AddressInfo> {
    this.#server.on("secureConnection", (socket) => accept(new TcpTransport(socket, null)));
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this.#server.address() as AddressInfo;
  }

  address(): AddressInfo | null {
    return this.#server.address() as AddressInfo | null;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}

async function connectOverTls({ port }: AddressInfo): Promise<TestPeer> {
  const socket = connect({
    ...TLS,
    port,
    host: "127.0.0.1",
    pskCallback: () => KEY,
    checkServerIdentity: () => undefined,
  });
  await once(socket, "secureConnect");
  return new TestPeer(socket);
}

it("carries a chat over TLS with no change in the connection", async () => {
  const limits = { messagesPerSecond: 0, bytesPerSecond: 0, maxOutboxBytes: 64 * 1024 * 1024 };
  await using node = new ChatNode({ limits }, { transports: new TlsServer() });
  const address = await node.listen();
  await using ada = await connectOverTls(address);
  await using bob = await connectOverTls(address);
  ada.write("Ada\n");
  expect(await ada.nextText()).toMatch(/^Welcome Ada! /);
  bob.write("Bob\n");
  expect(await bob.nextText()).toMatch(/^Welcome Bob! /);

  // More than a kernel takes at once, to a reader that stops and goes on.
  const texts = Array.from({ length: 300 }, (_, index) => `${index} ${"x".repeat(60_000)}`);
  bob.socket.pause();
  for (const text of texts) ada.send("Ada", "Bob", text);
  ada.send("Ada", "/list", "");
  expect(await ada.nextText()).toContain("Bob");
  bob.socket.resume();
  await bob.waitFor(() => bob.messages.length > texts.length, "all messages");
  expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(texts);

  bob.end();
  expect(await bob.ended()).toHaveLength(301);
  ada.send("Ada", "/list", "");
  expect(await ada.nextText()).toBe("You are the only active user!");
});
