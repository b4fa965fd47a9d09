import { createJsonMsg, decodeJsonMsg } from "@chat/protocol";
import { TcpProxy } from "@chat/testing";
import { expect, it } from "vitest";
import type { BundledClient } from "./test/bundled-clients.ts";
import { describeClients } from "./test/describe-clients.ts";
import { PlayedServer } from "./test/played-server.ts";
import {
  bytesOf,
  type CreateVector,
  type DisplayVector,
  readVectors,
  type StreamVector,
  textOf,
} from "./test/vectors.ts";

/** The most that a server may write for one message, in bytes [C-13]. */
const MAX_SERVER_MESSAGE_BYTES = 262_144;

/** The most that a client without newline reads at once, in bytes. */
const MAX_UNFRAMED_BYTES = 1_000;

/** A client waits longer before each new connection, so each process gets only a few streams that end its connection. */
const STREAMS_PER_PROCESS = 3;

/** Bytes of streams that take long when each byte comes alone. */
const MAX_CUT_BYTES = 5_000;

/** Characters that no text may bring to a terminal [C-80]. */
const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** What clients show for DEL, the one character that a server may write unescaped and no client may show. */
const SHOWN_DEL = /\\u007f|\\x7f/g;

/** Line breaks and NUL can't be typed on one line. */
const UNTYPABLE = /[\0\n\r\u2028\u2029]/;

const streams = readVectors<StreamVector>("stream").filter(isFromServer);
const lastingStreams = streams.filter((vector) => !endsConnection(vector));
const endingStreams = streams.filter(endsConnection);

describeClients(
  ({ framing, isProgram }) => isProgram && framing !== "by read",
  (client, startAda) => {
    const lasting = client.framing === "by line" ? lastingStreams.filter(isByLine) : lastingStreams;

    it(`finds the messages of ${lasting.length} streams, whole and cut at every byte [C-10] [C-12]`, async () => {
      await using server = await PlayedServer.start();
      await using proxy = await TcpProxy.start({ port: server.port });
      await using ada = startAda(proxy.port);
      const connection = await server.accept();
      const play = async (round: string, vectors: readonly StreamVector[]) => {
        for (const { id, input } of vectors) {
          connection.write(bytesOf(input));
          connection.write("\n");
          connection.say("SERVER", `${round} ${id}`);
        }
        await ada.output.waitFor(`SERVER -> Ada: ${round} ${vectors.at(-1)?.id}`);
        const expected = vectors.flatMap((vector) => [...shownOf(vector), `SERVER -> Ada: ${round} ${vector.id}`]);
        const shown = ada.output.lines.slice(-expected.length).map((line) => line.replace(SHOWN_DEL, "?"));
        expect(shown).toEqual(expected);
      };
      await play("whole", lasting);
      proxy.setFaults({ toClient: { kind: "split", at: "every byte" } });
      await play(
        "cut",
        lasting.filter(({ input }) => bytesOf(input).length < MAX_CUT_BYTES),
      );
    });

    if (client.framing === "by braces")
      for (let first = 0; first < endingStreams.length; first += STREAMS_PER_PROCESS) {
        const vectors = endingStreams.slice(first, first + STREAMS_PER_PROCESS);
        it(`reads on after none of ${vectors.map(({ id }) => id).join(", ")} [C-13] [C-14]`, async () => {
          await using server = await PlayedServer.start();
          await using ada = startAda(server.port);
          for (const { id, input } of vectors) {
            const connection = await server.accept();
            connection.say("SERVER", `before ${id}`);
            connection.write(bytesOf(input));
            connection.say("SERVER", `after ${id}`);
            connection.end();
          }
          (await server.accept()).say("SERVER", "end");
          await ada.output.waitFor("SERVER -> Ada: end");
          const expected = vectors.flatMap((vector) => [`SERVER -> Ada: before ${vector.id}`, ...shownOf(vector)]);
          expect(ada.output.lines).toEqual([...expected, "SERVER -> Ada: end"]);
        });
      }
  },
);

describeClients(
  ({ isProgram }) => isProgram,
  (client, startAda) => {
    it("makes each text harmless, and changes no other [C-80]", async () => {
      await using server = await PlayedServer.start();
      await using ada = startAda(server.port);
      const connection = await server.accept();
      for (const { id, input, expected } of readVectors<DisplayVector>("display")) {
        if (input.text === undefined) continue;
        const line = createJsonMsg("Bob", "", "Ada", `${id} ${input.text} end`);
        if (client.framing === "by read" && line.length > MAX_UNFRAMED_BYTES) continue;
        connection.write(`${line}\n`);
        const shown = await ada.output.waitFor(new RegExp(`^Bob -> Ada: ${id} `));
        expect(shown).toMatch(/ end$/);
        expect(shown).not.toMatch(HARMFUL);
        if (expected.text === input.text && input.newlines === undefined)
          expect(shown).toBe(`Bob -> Ada: ${id} ${input.text} end`);
      }
    });
  },
);

describeClients(
  () => true,
  (client, startAda) => {
    it("writes what createJsonMsg returns [C-5]", async () => {
      await using server = await PlayedServer.start();
      await using ada = startAda(server.port);
      const connection = await server.accept();
      connection.say("SERVER", "Welcome Ada!");
      await ada.output.waitFor("SERVER -> Ada: Welcome Ada!");
      const vectors = readVectors<CreateVector>("create").filter((vector) => canBeTyped(vector, client));
      for (const { to, msg } of vectors.map(({ input }) => input)) {
        ada.type(client.isProgram ? `"${to}" <${msg}>` : `${to} <${msg}>`);
      }
      ada.type("quit");
      await connection.ended();

      const end = client.framing === "by read" ? "" : "\n";
      const expected = vectors.map((vector) => `${lineOf(vector)}${end}`);
      if (client.isProgram) expect(connection.received).toBe(`Ada${end}${expected.join("")}`);
      else expect(connection.received.trim().split("\n").slice(1).map(textsOf)).toEqual(expected.map(textsOf));
    });
  },
);

/** True for a stream that a client can get: its outcome does not depend on the smaller limit of servers. */
function isFromServer({ profiles, input, expected }: StreamVector): boolean {
  const isTooLarge = expected.items.some(({ rejected }) => rejected === "too-large");
  const { maxMessageBytes } = input;
  const hasClientLimit = maxMessageBytes === MAX_SERVER_MESSAGE_BYTES || (maxMessageBytes === undefined && !isTooLarge);
  return hasClientLimit && (profiles === undefined || profiles.includes("client"));
}

function endsConnection({ expected }: StreamVector): boolean {
  return expected.atEnd !== undefined || expected.items.some(({ isFatal }) => isFatal);
}

/** True when each message has a line of its own: a reader by line finds the same messages [C-22]. */
function isByLine(vector: StreamVector): boolean {
  const lines = bytesOf(vector.input).toString("latin1").split("\n");
  const messages = lines.map((line) => decodeJsonMsg(Buffer.from(line, "latin1")));
  return messages.filter((message) => message !== null).length === shownOf(vector).length;
}

/** Returns the lines that a client shows for a stream. */
function shownOf({ expected }: StreamVector): string[] {
  return expected.items.flatMap(({ message }) => {
    if (message === undefined) return [];
    return [
      `${message.from.name} -> ${message.to}: ${textOf(message.msg).replaceAll("\n", "\\n").replaceAll("\x7f", "?")}`,
    ];
  });
}

function canBeTyped({ input: { to, msg }, expected }: CreateVector, { isProgram }: BundledClient): boolean {
  if (expected.json === undefined || typeof to !== "string" || typeof msg !== "string") return false;
  if (UNTYPABLE.test(to + msg) || to.includes('"')) return false;
  // The shell needs a receiver of one word, and shows control characters to nobody.
  return isProgram || (/^\S+$/.test(to) && !/\p{Cc}/u.test(msg));
}

/** Returns the vector's line, but from Ada at this machine, and with angle brackets around its text: blanks are trimmed. */
function lineOf({ expected: { json = "" } }: CreateVector): string {
  const [, to, msg] = /, "to": (".*"), "msg": "(.*)"\}$/.exec(json) ?? [];
  return `{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": ${to}, "msg": "<${msg}>"}`;
}

/** Returns what a line says, however its strings are escaped. */
function textsOf(line: string): unknown[] {
  const { to, msg } = JSON.parse(line);
  return [to, msg];
}
