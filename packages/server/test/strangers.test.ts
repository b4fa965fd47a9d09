import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { PeerSocket } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import { eventually } from "./eventually.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const BODY = '{"from":{"name":"web","ip":""},"to":"/shout","msg":"hello from a web page"}\n';

const HTTP = [
  ["a page", "GET / HTTP/1.1\r\nHost: chat\r\n\r\n"],
  ["a form", `POST / HTTP/1.1\r\nHost: chat\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`],
  ["a target with a brace", `POST /{id} HTTP/1.1\r\nHost: chat\r\n\r\n${BODY}`],
  ["a query with a brace", `POST /?{a}&{b} HTTP/1.1\r\nHost: chat\r\n\r\n${BODY}`],
  ["any method", `FROB /{id} HTTP/1.0\n\n${BODY}`],
  ["a long target", `GET /${"a".repeat(1_200)} HTTP/1.1\r\nHost: chat\r\n\r\n`],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
] as const;

const OTHERS = [
  ["IRC", "NICK bob\r\nUSER bob 0 * :Bob\r\n"],
  ["IRC", "CAP LS 302\r\n"],
  ["IRC", "NICK {bob}\r\n"],
  ["SMTP", "EHLO example.org\r\n"],
  ["SSH", "SSH-2.0-OpenSSH_9.9\r\n"],
  ["PROXY", "PROXY TCP4 10.0.0.7 10.0.0.1 5000 65432\r\nAda\n"],
  ["PROXY", "PROXY UNKNOWN\r\nAda\n"],
  ["PROXY", Buffer.from("0d0a0d0a000d0a515549540a2111000c0a0000070a00000113895f90", "hex")],
  ["TLS", Buffer.from(`160301020a010001fc0303${"0a7b".repeat(20)}`, "hex")],
  ["TLS", Buffer.from("802e0100020015000000100100800200800300800400800500800600400700c0".padEnd(96, "55"), "hex")],
  ["telnet", Uint8Array.of(0xff, 0xfd, 0x03, 0xff, 0xfb, 0x18)],
] as const;

/** Writes raw bytes. Returns everything that came back until the server closed. */
async function converse(server: TestServer, speak: (socket: PeerSocket) => Promise<void> | void): Promise<string> {
  const socket = await server.connectSocket();
  socket.setNoDelay(true);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  const ended = once(socket, "end");
  await speak(socket);
  await ended;
  socket.destroy();
  return Buffer.concat(chunks).toString();
}

/** The text of a refusal, from the one message that came to a stranger. */
function textOf(answer: string): string {
  const message = JSON.parse(answer) as { from: object; to: string; msg: string };
  expect(message).toEqual({ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Guest", msg: message.msg });
  expect(answer).toMatch(/^[ -~]+\n$/);
  return message.msg;
}

/** Returns the body of a response, after checks of its head. */
function bodyOf(answer: string): string {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head.split("\r\n")).toEqual([
    "HTTP/1.1 400 Bad Request",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ]);
  return body;
}

/** Records joins and refusals, in order. */
function recordOutcomes(server: TestServer): string[] {
  const outcomes: string[] = [];
  server.node.on("join", ({ name }: ChatNodeEvents["join"][0]) => outcomes.push(`join ${name}`));
  server.node.on("refused", ({ text }: ChatNodeEvents["refused"][0]) => outcomes.push(text));
  return outcomes;
}

const MANNERS: readonly (readonly [
  string,
  (bytes: string | Uint8Array) => (socket: PeerSocket) => Promise<void> | void,
])[] = [
  ["at once", (bytes) => (socket) => void socket.write(bytes)],
  ["at once, with a FIN", (bytes) => (socket) => void socket.end(bytes)],
  [
    "byte by byte",
    (bytes) => async (socket) => {
      for (const byte of Buffer.from(bytes as string).subarray(0, 60)) {
        socket.write(Uint8Array.of(byte));
        await setImmediate();
      }
      socket.write(Buffer.from(bytes as string).subarray(60));
    },
  ],
];

describe.each(MANNERS)("a stranger whose bytes come %s", (_, by) => {
  it("reads in HTTP that it speaks HTTP", async () => {
    await using server = await startTestServer();
    const outcomes = recordOutcomes(server);
    const ada = await server.join("Ada");
    for (const [what, request] of HTTP) {
      const body = bodyOf(await converse(server, by(request)));
      expect(body, what).toMatch(/^⛔ Error: This looks like HTTP[ -~]+\.\n$/);
    }
    ada.send("Ada", "Ada", "nothing came before this");
    expect(await ada.nextText()).toBe("nothing came before this");
    await eventually(() => outcomes.length === 1 + HTTP.length, "all refusals");
    expect(outcomes.slice(1)).toEqual(HTTP.map(() => expect.stringMatching(/^⛔ Error: This looks like HTTP/)));
    expect(server.node.userCount).toBe(1);
  });

  it("reads in one message which protocol it speaks [C-34]", async () => {
    await using server = await startTestServer();
    const outcomes = recordOutcomes(server);
    for (const [protocol, bytes] of OTHERS) {
      const text = textOf(await converse(server, by(bytes)));
      expect(text).toMatch(/^⛔ Error: This looks like [ -~]+\.$/);
      expect(text).toContain(protocol === "TLS" ? "SSL" : protocol);
    }
    await eventually(() => outcomes.length === OTHERS.length, "all refusals");
    expect(outcomes).toEqual(OTHERS.map(() => expect.stringMatching(/^⛔ Error: This looks like /)));
    expect(server.node.userCount).toBe(0);
  });
});

describe("a stranger whose first line comes with a pause in it", () => {
  it("is refused before any user joins", async () => {
    await using server = await startTestServer();
    const outcomes = recordOutcomes(server);
    const starts = ["GET / HT", "GET /", "POST /{", "POST /{id} HTTP/1.", "OPTIONS /a HTTP/1.1\r", "PRI * HTTP/"];
    for (const start of starts) {
      const answer = await converse(server, async (socket) => {
        socket.write(start);
        // The server has taken the start for all there is, since nothing else makes it answer.
        await once(socket, "data");
        socket.write(`\r\n\r\n${BODY}`);
      });
      expect(bodyOf(answer), start).toContain("HTTP");
    }
    await eventually(() => outcomes.length === starts.length, "all refusals");
    expect(outcomes).toEqual(starts.map(() => expect.stringMatching(/^⛔ Error: This looks like HTTP/)));
  });

  it("is refused at the handshake deadline", async () => {
    await using server = await startTestServer({ limits: { handshakeTimeoutMs: 200 } });
    const answer = await converse(server, (socket) => {
      socket.write("GET /{");
      const dripping = setInterval(() => socket.write("a"), 10);
      socket.once("end", () => clearInterval(dripping));
    });
    expect(bodyOf(answer)).toContain("HTTP");
  });
});

it("answers a request whose line never ends", async () => {
  await using server = await startTestServer();
  const answer = await converse(server, (socket) => void socket.write(`GET /${"a".repeat(100_000)}`));
  expect(bodyOf(answer)).toContain("HTTP");
});

it("lets an HTTP client that has sent a large body read the answer", async () => {
  await using server = await startTestServer();
  const request = `POST / HTTP/1.1\r\nHost: chat\r\nContent-Length: 200000\r\n\r\n${"x".repeat(200_000)}`;
  const response = await converse(server, (socket) => void socket.write(request));
  expect(bodyOf(response)).toContain("HTTP");
});

describe("a user whose name is a word of another protocol", () => {
  it("joins", async () => {
    await using server = await startTestServer();
    const names = ["GET", "POST", "HTTP", "SSH", "PROXY", "TLS", "GET /", "PROXY TCP4", "SSH-2.0", "HTTP/1.1"];
    for (const name of names) await server.join(name);
    expect(server.node.userCount).toBe(names.length);
  });

  it("joins with a newline or without", async () => {
    await using server = await startTestServer();
    for (const name of ["Nick Cave", "NICK bob", "USER", "EHLO example.org", "CAPS"]) {
      expect((await server.join(name)).messages[0]?.to).toBe(name);
      expect((await server.joinUnframed(`${name}2`)).messages[0]?.to).toBe(`${name}2`);
    }
  });

  it("joins with a message in the same segment", async () => {
    await using server = await startTestServer();
    for (const name of ["NICK", "GET", "Ada /x", "Ada Lovelace"]) {
      const peer = await server.connect();
      peer.write(`${name}{"from":{"name":"${name}","ip":""},"to":"${name}","msg":"${"x".repeat(5_000)}"}`);
      expect((await peer.next()).to).toBe(name);
      expect(await peer.nextText()).toHaveLength(5_000);
    }
  });
});
