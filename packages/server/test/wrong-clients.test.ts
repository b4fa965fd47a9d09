import { createJsonMsg } from "@chat/protocol";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Joins, sends texts, reads an answer to each, leaves, and returns the lines of the log about it. */
async function play(name: string, texts: readonly string[], server: TestServer, logger: RecordingLogger) {
  const peer = await server.join(name);
  for (const text of texts) {
    peer.write(text);
    await peer.nextText();
  }
  await leave(peer, name, logger);
  return logger.entries.filter(({ fields, level }) => "name" in fields && fields.name === name && level !== "debug");
}

async function leave(peer: TestPeer, name: string, logger: RecordingLogger): Promise<void> {
  peer.end();
  await peer.ended();
  const left = new RegExp(`^${name} left `);
  await eventually(() => logger.linesOf("info").some((line) => left.test(line)), `the log says that ${name} left`);
}

describe("the log of a wrong client", () => {
  it.each([
    [
      "a key too many",
      '{"from": {"name": "w", "ip": ""}, "to": "Bob", "msg": "", "time": 1}\n',
      'rejected at byte 2: unknown key "time"',
    ],
    ["text outside a message", "hello\n", "rejected at byte 2: text outside a message"],
    [
      "an unknown receiver",
      createJsonMsg("w", "", "Nobody", "hello"),
      "refused: a message to somebody who is not online",
    ],
    ["an unknown command", createJsonMsg("w", "", "/bye", ""), "refused: an unknown command"],
  ])("has its first message with %s, then the tenth, and a summary", async (_, text, words) => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    const lines = await play("w", Array<string>(12).fill(text), server, logger);
    // It was sent a welcome, twelve answers, and a notice.
    expect(
      lines.map(({ level, line }) => `${level} ${line.replace(/byte \d+/, "byte 2").replace(/ \d+ s,/, " 0 s,")}`),
    ).toEqual([
      "info w joined from 127.0.0.1",
      `info w: ${words}`,
      `info w: ${words} (10 so far)`,
      `info w left (left): 0 s, sent 12, received 14, 12 ${words.replace(" at byte 2", "")}; framed`,
    ]);
    expect(lines[1]?.fields).toMatchObject({ event: "trouble", ip: "127.0.0.1", port: expect.any(Number), count: 1 });
    expect(lines[3]?.fields).toMatchObject({
      event: "leave",
      isFramed: true,
      messagesIn: 12,
      messagesOut: 14,
      messagesLost: 0,
    });
  });

  it.each<[title: string, sent: string | Buffer, line: string, fields: object]>([
    [
      "a number",
      '{"from": {"name": "w", "ip": ""}, "to": "Bob", "msg": 5}',
      'w: rejected at byte 2: no string as value of "msg": a number',
      { key: "msg", valueType: "number" },
    ],
    [
      "Latin-1",
      Buffer.from(createJsonMsg("w", "", "Bob", "?").replace("?", "é"), "latin1"),
      "w: rejected at byte 2: bytes that are not UTF-8: 0xE9 at byte 57 (latin-1)",
      { mistake: "latin-1", byte: "0xE9", at: 57 },
    ],
    [
      "a dict of Python",
      "{'from': {'name': 'w', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}\n",
      "w: rejected at byte 2: broken JSON: 0x27 at byte 3 (python-repr)",
      { mistake: "python-repr", byte: "0x27", at: 3 },
    ],
    [
      "a raw line break",
      '{"from": {"name": "w", "ip": ""}, "to": "Bob", "msg": "a\nb"}',
      "w: rejected at byte 2: a string with a wrong character or escape: 0x0A at byte 58",
      { byte: "0x0A", at: 58 },
    ],
  ])("names the type or the byte, and its place: %s", async (_, sent, line, fields) => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    const peer = await server.join("w");
    peer.write(sent);
    await peer.nextText();
    await leave(peer, "w", logger);
    const trouble = logger.entries.find((entry) => "event" in entry.fields && entry.fields.event === "trouble");
    expect(trouble).toMatchObject({ line: expect.stringContaining(line), fields: { offset: 2, ...fields } });
    // The place is that of the first: the summary has none.
    expect(logger.linesOf("info").at(-1)).not.toContain(" at byte ");
  });

  it("names the mistake in the receiver, and not the receiver", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    await play("w", [createJsonMsg("w", "", "list", ""), createJsonMsg("w", "", "/Time", "")], server, logger);
    expect(logger.linesOf("info").slice(1, 3)).toEqual([
      "w: refused: a message to somebody who is not online (no-slash)",
      "w: refused: an unknown command (capitals)",
    ]);
  });

  it("warns of a forged sender, and names the user whose name it is", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    await server.join("Ada");
    await play("w", [createJsonMsg("ada", "", "Bob", ""), createJsonMsg("Zoe", "", "Bob", "")], server, logger);
    expect(logger.linesOf("warn")).toEqual(["w: refused: a message in the name of Ada"]);
  });

  it("names both, and the port of the newcomer, when a name is refused", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    await server.join("Ada");
    for (const name of ["ADA", "Rossi, Anna"]) {
      const peer = await server.connect();
      peer.write(`${name}\n`);
      await peer.ended();
      peer.end();
    }
    await eventually(() => logger.linesOf("info").length === 3, "both are logged");
    expect(logger.linesOf("info").slice(1)).toEqual([
      expect.stringMatching(/^refused ADA from 127\.0\.0\.1:\d+: ⛔ Error: Username already in use/),
      expect.stringMatching(
        /^refused Rossi, Anna from 127\.0\.0\.1:\d+: ⛔ Error: The name has the character "," \(U\+002C\)/,
      ),
    ]);
    expect(logger.entries[1]?.fields).toMatchObject({ event: "refused", name: "ADA", port: expect.any(Number) });
  });

  it.each([
    ["a message without its end", "w\n{", "its last message had no end after 1 bytes"],
    ["nothing behind its name", "w\n", "ended its side right after its name"],
  ])("says of a client that ends with %s what that was", async (_, bytes, why) => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    const peer = await server.connect();
    peer.write(bytes);
    await leave(peer, "w", logger);
    const left = logger.entries.find(({ line }) => line.startsWith("w left "));
    expect(left).toMatchObject({ line: expect.stringContaining(`, ${why}; framed`), fields: { event: "leave", why } });
  });

  it("says how many messages a slow reader has lost", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger, limits: { outboxStallTimeoutMs: 200 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    bob.socket.pause();
    for (let count = 0; count < 20; count++) ada.send("Ada", "Bob", "x".repeat(60_000));
    const left = () => logger.linesOf("info").find((line) => line.startsWith("Bob left"));
    const more = () => ada.send("Ada", "Bob", "x".repeat(60_000));
    await eventually(() => {
      more();
      return left() !== undefined;
    }, "the slow reader is gone");
    expect(left()).toMatch(/^Bob left \(slow-reader\): \d+ s, sent 0, received \d+, lost [1-9]\d*; framed$/);
  });
});

describe("what people write", () => {
  const SECRET = "xyzzy";
  const FROM = '"from": {"name": "w", "ip": ""}';

  it("is in no line of the log, whatever is wrong with it", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    await play(
      "w",
      [
        createJsonMsg("w", "", "w", SECRET),
        `${SECRET}\n`,
        createJsonMsg("w", "", SECRET, ""),
        createJsonMsg("w", "", `/${SECRET}`, ""),
        createJsonMsg(SECRET, "", "Bob", ""),
        `{"my ${SECRET}": 1}`,
        `{"${SECRET}1": 1}`,
        `{${FROM}, "to": ["${SECRET}"], "msg": ""}`,
        `{${FROM}, "to": "Bob", "msg": "\\${SECRET}"}`,
        `{${FROM}, "to": "Bob", "msg": "a" ${SECRET}}`,
        `{${FROM}, "to": "Bob", "msg": {"${SECRET}": "${SECRET}"}}`,
        `{'msg': '${SECRET}'}`,
        `{${FROM}, "to": "Bob", "msg": "${SECRET}", "to": "${SECRET}"}`,
      ],
      server,
      logger,
    );
    // The first message of a client that skips the handshake.
    for (const first of [
      `{"my ${SECRET}": 1}`,
      `{"to": "${SECRET}"}`,
      `"msg": "${SECRET}"\n`,
      `${SECRET} `.repeat(20),
    ]) {
      const peer = await server.connect();
      peer.write(first);
      await peer.ended();
      peer.end();
    }
    await eventually(
      () => logger.entries.filter(({ line }) => line.startsWith("refused ")).length === 4,
      "all are refused",
    );
    expect(logger.entries.filter((entry) => JSON.stringify(entry).includes(SECRET))).toEqual([]);
    expect(logger.linesOf("info")).toContainEqual(expect.stringMatching(/its first message was rejected at byte 0: /));
  });
});
