import { once } from "node:events";
import { connect } from "node:net";
import { MAX_MESSAGE_BYTES, MessageReader, serverTexts } from "@chat/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { stream } from "../../protocol/test/arbitraries.ts";
import { readBySpecification } from "../../protocol/test/reference-reader.ts";
import { startTestServer } from "./test-server.ts";

/** Streams that are tried: few in a plain test run, 200,000 in a run of this file alone. */
const STREAMS = Number(process.env.FUZZ_STREAMS ?? 100);

/** A message under a name that is not ours: it is refused by the identity check, not by the reader. */
const FORGED = "forged";

/** Connections at the same time. */
const AT_ONCE = 32;

/** Joins, writes a stream in some pieces, shuts its side down, and returns the texts of all answers. */
async function ask(port: number, name: string, bytes: Uint8Array, cut: number): Promise<string[]> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const reader = new MessageReader({ maxMessageBytes: 256 * 1_024 });
  const texts: string[] = [];
  socket.on("data", (chunk) => {
    reader.push(chunk);
    for (let item = reader.next(); item; item = reader.next()) {
      // A notice may stand between two answers.
      if (item.kind === "message" && serverTexts.notice.read(item.msg) === null) texts.push(item.msg);
    }
  });
  socket.write(`${name}\n`);
  socket.write(bytes.subarray(0, cut));
  socket.end(bytes.subarray(cut));
  await once(socket, "close");
  return texts.slice(1);
}

/** The answers that the contract asks for: one for each piece that is rejected, with its place, and one for each message. */
function expectAnswers(texts: readonly string[], bytes: Uint8Array, handshakeBytes: number): void {
  // What comes first on the connection is the name, so that a byte order mark is a stray character.
  const input = Buffer.concat([Buffer.alloc(handshakeBytes, " "), bytes]);
  const { items, atEnd } = readBySpecification(input, MAX_MESSAGE_BYTES);
  const places = [...items, ...(atEnd ? [atEnd] : [])].map((item) => ("rejected" in item ? item.offset : FORGED));
  const answered = texts.map((text) => serverTexts.rejected.read(text)?.offset ?? FORGED);
  expect(answered, JSON.stringify(Buffer.from(bytes).toString("latin1"))).toEqual(places);
}

it("answers any stream through a socket as the reference reader reads it [C-69]", { timeout: 3_600_000 }, async () => {
  await using server = await startTestServer({ limits: { messagesPerSecond: 1_000_000, messageBurst: 1_000_000 } });
  const streams = fc.sample(stream, STREAMS);
  const queue = streams.entries();
  const worker = async (number: number) => {
    for (const [index, bytes] of queue) {
      const name = `Zoe ${number}`;
      expectAnswers(await ask(server.port, name, bytes, index % (bytes.length + 1)), bytes, name.length + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => worker(number)));
  expect(server.node.userCount).toBe(0);
});
