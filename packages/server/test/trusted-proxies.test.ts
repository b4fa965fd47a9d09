import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import { shareServers } from "./shared-servers.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

shareServers();

const TRUSTING = { trustedProxies: ["127.0.0.0/8"] };

const V1 = "PROXY TCP4 192.0.2.7 127.0.0.1 5001 65432\r\n";
const V2 = Buffer.from("0d0a0d0a000d0a515549540a2111000f" + "c00002077f0000011389ff98" + "040000", "hex");
const V2_LOCAL = Buffer.from("0d0a0d0a000d0a515549540a20000000", "hex");

const HEADERS = [
  ["version 1", V1, "192.0.2.7"],
  ["version 1, IPv6", "PROXY TCP6 2001:DB8::7 ::1 5001 65432\r\n", "2001:db8::7"],
  ["version 1, unknown", "PROXY UNKNOWN\r\n", "127.0.0.1"],
  ["version 2", V2, "192.0.2.7"],
  ["version 2, local", V2_LOCAL, "127.0.0.1"],
] as const;

const NEEDED =
  "⛔ Error: Your address is that of a trusted proxy, so a PROXY protocol header (version 1 or 2) has to come first:";

async function connectWith(server: TestServer, first: string | Uint8Array): Promise<TestPeer> {
  const peer = await server.connect();
  peer.write(first);
  return peer;
}

/** Joins through a proxy. Returns the address that other users see. */
async function readAddress(server: TestServer, name: string, speak: (peer: TestPeer) => Promise<void>) {
  const peer = await server.connect();
  await speak(peer);
  expect(await peer.nextText()).toMatch(/^Welcome /);
  peer.send(name, name, "to myself");
  return (await peer.next()).from.ip;
}

describe("a trusted proxy", () => {
  it("names its client, by either version of its header", async () => {
    await using server = await startTestServer(TRUSTING);
    for (const [index, [version, header, ip]] of HEADERS.entries()) {
      const name = `user ${index}`;
      const bytes = Buffer.concat([Buffer.from(header as string), Buffer.from(`${name}\n`)]);
      const joined = once(server.node, "join") as Promise<ChatNodeEvents["join"]>;
      expect(await readAddress(server, name, async (peer) => peer.write(bytes)), version).toBe(ip);
      expect(await joined).toEqual([{ name, ip }]);
    }
  });

  it("may send its header in parts, and the name with it or much later", async () => {
    await using server = await startTestServer(TRUSTING);
    for (const [index, [version, header, ip]] of HEADERS.entries()) {
      const name = `user ${index}`;
      const speak = async (peer: TestPeer): Promise<void> => {
        for (const byte of Buffer.from(header as string)) {
          peer.write(Uint8Array.of(byte));
          await setImmediate();
        }
        // In one write: a busy machine may need longer than the quiet time for each byte of a name.
        peer.write(name);
      };
      expect(await readAddress(server, name, speak), version).toBe(ip);
    }
  });

  it("does not shift the offset that an error names", async () => {
    await using server = await startTestServer(TRUSTING);
    const peer = await connectWith(server, `${V1}Ada\n{}`);
    await peer.nextText();
    expect(await peer.nextText()).toMatch(/^⛔ Error: At byte 4, /);
  });

  it("lets a client skip the handshake, and refuses strangers as ever", async () => {
    await using server = await startTestServer(TRUSTING);
    const peer = await connectWith(server, `${V1}{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"hi"}`);
    await peer.nextText();
    expect(await peer.next()).toMatchObject({ from: { name: "Ada", ip: "192.0.2.7" }, msg: "hi" });
    const twice = await connectWith(server, V1 + V1);
    expect(await twice.ended()).toEqual([expect.stringMatching(/^⛔ Error: This looks like a PROXY protocol header/)]);
  });

  it.each([
    ["sends none", "Ada\n", "there is none"],
    ["sends HTTP", "GET / HTTP/1.1\r\n\r\n", "there is none"],
    ["sends a wrong one", "PROXY TCP4 192.0.2 127.0.0.1 1 2\r\n", "it has to have two addresses of TCP4"],
    ["sends one too long", `PROXY UNKNOWN ${"x".repeat(100)}`, "its line has no end within 107 bytes"],
  ])("that %s is refused, and told why", async (_, first, problem) => {
    await using server = await startTestServer(TRUSTING);
    const peer = await connectWith(server, first);
    const [text = ""] = await peer.ended();
    expect(text).toBe(`${NEEDED} ${problem}. Let the proxy send one, or take it off --trusted-proxy.`);
    expect(Buffer.byteLength(text)).toBeLessThan(300);
    expect(peer.messages).toEqual([{ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Guest", msg: text }]);
    expect(server.node.userCount).toBe(0);
  });

  it("has to be done with its header by the handshake deadline, and before a FIN", async () => {
    await using server = await startTestServer({ ...TRUSTING, limits: { handshakeTimeoutMs: 200 } });
    const [late, nothing, cut] = [await connectWith(server, "PROXY"), await server.connect(), await server.connect()];
    cut.end("PROXY TCP4 ");
    expect(await late.ended()).toEqual([expect.stringContaining(": it was not complete within 0.2 s.")]);
    expect(await nothing.ended()).toEqual([expect.stringContaining(": it was not complete within 0.2 s.")]);
    expect(await cut.ended()).toEqual([expect.stringContaining(": the connection ended before it was complete.")]);
  });
});

describe("limits of connections from one address", () => {
  const header = (host: number) => `PROXY TCP4 192.0.2.${host} 127.0.0.1 5001 65432\r\n`;

  it("count the address that the header names, and not the proxy's", async () => {
    await using server = await startTestServer({ ...TRUSTING, limits: { maxConnectionsPerAddress: 1 } });
    for (const host of [1, 2, 3]) {
      const peer = await connectWith(server, `${header(host)}user ${host}\n`);
      expect(await peer.nextText()).toMatch(/^Welcome /);
    }
    const fourth = await connectWith(server, `${header(2)}user 4\n`);
    expect(await fourth.ended()).toEqual([expect.stringContaining("at most 1 connections from one address")]);
    expect(server.node.connectionCount).toBe(3);
  });
});

describe("a proxy that is not trusted", () => {
  it.each([
    ["version 1", V1],
    ["version 2", V2],
  ])("is a stranger, by %s", async (_, header) => {
    await using server = await startTestServer({ trustedProxies: ["192.0.2.0/24"] });
    const peer = await connectWith(server, header);
    peer.write("Ada\n");
    expect(await peer.ended()).toEqual([expect.stringMatching(/^⛔ Error: This looks like a PROXY protocol header/)]);
  });
});

it("refuses an invalid network when the server is made", async () => {
  await expect(startTestServer({ trustedProxies: ["10.0.0.0/33"] })).rejects.toThrow(
    new RangeError(
      'trustedProxies[0] is "10.0.0.0/33": it has to be an address or a network, such as "10.0.0.7", "10.0.0.0/8" or "2001:db8::/32".',
    ),
  );
});
